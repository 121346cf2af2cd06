import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { events, organizations, secrets } from '../db/schema';
import { waitingOf } from './approval-rows';
import { notFound } from './errors';
import { toEvent, type VaultEvent } from './event-lines';
import { anyId } from './inputs';
import { operation, type Work } from './operation';
import { findOrganization, liveOrganizations } from './organization-rows';
import {
  capped,
  countOf,
  dueOf,
  type EnvironmentSummary,
  firstOf,
  lastEventOf,
  MATTERS,
  type Matter,
  membersOf,
  type OrganizationFigures,
  type OrganizationOverview,
} from './overview-rows';
import type { Tenant } from './policy';
import { live } from './secret-rows';

/** What an organization holds, who acted last, and what somebody should look at. Flat in cost: each figure is a limited range of an index. */
export const describeOverview = operation({
  name: 'organization.overview',
  input: z.strictObject({ organizationId: anyId }),
  async run(work, { organizationId }) {
    const { id, liveSecrets, deletedSecrets } = await findOrganization(work, organizationId);
    const reach = work.tenant.only(id);
    if (!reach) throw notFound('organization');
    const [counted] = await work.database.query
      .select({ members: membersOf(sql`${id}`), lastSeq: lastEventOf(sql`${id}`) })
      .from(organizations)
      .where(eq(organizations.id, id));
    const [lastEvent] = await eventsAt(work, [counted?.lastSeq ?? null]);
    const result: OrganizationOverview = {
      liveSecrets,
      deletedSecrets,
      members: capped(counted?.members ?? 0),
      lastEvent: lastEvent?.event ?? null,
      stale: await matterOf(work, reach, 'stale'),
      due: await matterOf(work, reach, 'due'),
      neverRead: await matterOf(work, reach, 'neverRead'),
      largest: await firstOf(work, reach, 'largest'),
    };
    const data = { overview: true };
    return { result, events: [{ type: 'vault.names.listed', organizationId: id, data }] };
  },
});

/** The figures of some organizations, such as a page of them. Those out of reach are passed over; `not_found` if none is left. */
export const listFigures = operation({
  name: 'organization.overview',
  input: z.strictObject({ organizationIds: z.array(anyId).min(1).max(100, 'Name at most 100.') }),
  async run(work, { organizationIds }) {
    const its = sql`${organizations}.id`;
    const rows = await work.database.query
      .select({
        organizationId: organizations.id,
        liveSecrets: organizations.liveSecrets,
        due: dueOf(its, work.now),
        waiting: waitingOf(its, work),
        members: membersOf(its),
        lastSeq: lastEventOf(its),
      })
      .from(organizations)
      .where(and(inArray(organizations.id, organizationIds), liveOrganizations(work.tenant)));
    if (rows.length === 0) throw notFound('organization');
    const found = await eventsAt(
      work,
      rows.map(({ lastSeq }) => lastSeq),
    );
    const bySeq = new Map(found.map(({ seq, event }) => [seq, event]));
    const result = rows.map(
      ({ lastSeq, due, waiting, members, ...row }): OrganizationFigures => ({
        ...row,
        due: capped(due),
        waiting: capped(waiting),
        members: capped(members),
        lastEvent: bySeq.get(lastSeq ?? 0) ?? null,
      }),
    );
    return { result, events: { unrecorded: 'figures name no secret' } };
  },
});

/** So many organizations are summed up, each a row by an index. */
const SUMMED = 1_000;

/** How much there is in all organizations together that the caller reaches. */
export const summarizeOrganizations = operation({
  name: 'organization.overview',
  input: z.strictObject({}),
  async run({ database, tenant, now }) {
    const first = (most: number) =>
      sql`select ${organizations.id} as id, ${organizations.liveSecrets} as live from ${organizations}
        where ${liveOrganizations(tenant)} limit ${most}`;
    const due = countOf(
      sql`${secrets} where ${secrets.organizationId} in (select id from (${first(SUMMED)}))
        and ${isNull(secrets.deletedAt)} and ${MATTERS.due.where(now)}`,
    );
    const [[count = 0, total = 0, dueCount = 0] = []] = await database.query.values<number[]>(
      sql`select count(*) as organizations, ifnull(sum(live), 0), ${due} from (${first(SUMMED + 1)})`,
    );
    const found = capped(count, SUMMED);
    const counted = capped(dueCount);
    const result: EnvironmentSummary = {
      organizations: found,
      secrets: { count: total, more: found.more },
      due: { ...counted, more: counted.more || found.more },
    };
    return { result, events: { unrecorded: 'figures name no secret' } };
  },
});

async function matterOf(work: Work, reach: Tenant, matter: 'stale' | 'due' | 'neverRead'): Promise<Matter> {
  const which = and(live(reach), MATTERS[matter].where(work.now));
  const [[found = 0] = []] = await work.database.query.values<number[]>(
    sql`select ${countOf(sql`${secrets} where ${which}`)}`,
  );
  return { ...capped(found), secrets: found > 0 ? await firstOf(work, reach, matter) : [] };
}

async function eventsAt(
  { database }: Work,
  given: readonly (number | null)[],
): Promise<{ seq: number; event: VaultEvent }[]> {
  const seqs = given.filter((seq) => seq !== null);
  if (seqs.length === 0) return [];
  const rows = await database.query.select().from(events).where(inArray(events.seq, seqs));
  return rows.map((row) => ({ seq: row.seq, event: toEvent(row) }));
}
