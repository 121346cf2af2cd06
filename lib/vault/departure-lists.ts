import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { departureClosings, departures } from '../db/schema';
import {
  type Departure,
  departureRow,
  findDeparture,
  type LeftSecret,
  leftOf,
  leftPage,
  toDeparture,
} from './departure-rows';
import { notFound, VaultError } from './errors';
import { anyId, page, reason } from './inputs';
import { operation, type Work } from './operation';
import { findOrganization } from './organization-rows';
import { capped } from './overview-rows';
import { cutPage, type Page, toPage } from './pages';
import type { Tenant } from './policy';

const inOrganization = { organizationId: anyId };

/** Who left, the newest first: an organization's own people and those of the environment, who could read it too. */
export const listDepartures = operation({
  name: 'departure.list',
  input: z.strictObject({ ...inOrganization, ...page }),
  async run(work, { organizationId, ...input }) {
    const reach = await reachIn(work, organizationId);
    const cut = await cutPage(
      departures.seq,
      input,
      async (id) => (await departureRow(work, organizationId, id))?.seq ?? null,
    );
    // Each of the two is walked by the index as far as a page goes, and the page is cut from both.
    const walks = [eq(departures.organizationId, organizationId), isNull(departures.organizationId)].map(
      (where) =>
        work.database.query
          .select()
          .from(departures)
          .where(and(where, cut.where))
          .orderBy(cut.orderBy)
          .limit(cut.limit),
    );
    const ascending = (input.order === 'asc') === (input.after !== undefined || input.before === undefined);
    const rows = (await Promise.all(walks))
      .flat()
      .toSorted((a, b) => (ascending ? a.seq - b.seq : b.seq - a.seq))
      .slice(0, cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const told = await Promise.all(items.map((row) => toDeparture(work, reach, row)));
    const result: Page<Departure> = { items: told, ...cursors };
    return { result, events: UNRECORDED };
  },
});

/** What is left to be given a new value, the oldest value first. A cursor ends with its secret's old value. */
export const describeDeparture = operation({
  name: 'departure.list',
  input: z.strictObject({
    ...inOrganization,
    id: anyId,
    limit: page.limit,
    after: page.after,
    before: page.before,
  }),
  async run(work, { organizationId, id, ...input }) {
    const reach = await reachIn(work, organizationId);
    const row = await findDeparture(work, organizationId, id);
    const departure = await toDeparture(work, reach, row);
    const wanted = departure.state === 'open' ? await leftPage(work, leftOf(reach, row), row, input) : [];
    const secrets: Page<LeftSecret> = toPage(wanted, { ...input, order: 'asc' });
    // It names secrets, as their list does.
    const data = { departure_id: id };
    return {
      result: { departure, secrets },
      events: [{ type: 'vault.names.listed', organizationId, data }],
    };
  },
});

/** Says that the rest need not be done in an organization, and why. */
export const closeDeparture = operation({
  name: 'departure.close',
  input: z.strictObject({ ...inOrganization, id: anyId, reason }),
  async run(work, { organizationId, id, reason: why }) {
    const { database, at } = work;
    const reach = await reachIn(work, organizationId);
    const row = await findDeparture(work, organizationId, id);
    const departure = await toDeparture(work, reach, row);
    if (departure.state === 'closed') throw closedAlready();
    const closing = sql`select 1 from ${departureClosings} where ${departureClosings.departureId} = ${id}
      and ${departureClosings.organizationId} = ${organizationId}`;
    const { count, more } = departure.left;
    const result: Departure = { ...departure, state: 'closed', left: capped(0) };
    return {
      result,
      writes: [
        expectThat(database, sql`not exists (${closing})`),
        database.query.insert(departureClosings).values({ departureId: id, organizationId, closedAt: at }),
      ],
      events: [
        {
          type: 'departure.closed',
          organizationId,
          data: {
            departure_id: id,
            user_id: row.userId,
            user_name: row.userName,
            reason: why,
            left: count,
            ...(more ? { left_more: true } : {}),
          },
        },
      ],
      conflict: () => Promise.resolve(closedAlready()),
    };
  },
});

const UNRECORDED = { unrecorded: 'names of people and figures are no secrets' };

const closedAlready = () =>
  new VaultError('version_mismatch', 'This list was closed already. Load the page again.');

async function reachIn(work: Work, organizationId: string): Promise<Tenant> {
  const { id } = await findOrganization(work, organizationId);
  const reach = work.tenant.only(id);
  if (!reach) throw notFound('organization');
  return reach;
}
