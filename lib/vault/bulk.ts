import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { secrets } from '../db/schema';
import { notFound, VaultError } from './errors';
import { about, type EventDraft, type EventType } from './event-rows';
import { anyId } from './inputs';
import { type Outcome, operation, type Work } from './operation';
import { findOrganization, organizationIsLive } from './organization-rows';
import { deleted, live, reachOf, restrictedAway, restrictedFor } from './secret-rows';

/** As many as a page of the list holds, so that one write stays short. */
const MOST = 100;

const chosen = {
  organizationId: anyId,
  ids: z.array(anyId).min(1, 'Choose a secret.').max(MOST, `Choose at most ${MOST} secrets at once.`),
};

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface BulkDeleted {
  readonly deleted: readonly Named[];
  /** Stayed: they are restricted to others. */
  readonly restricted: readonly Named[];
}

export interface BulkRestored {
  readonly restored: readonly Named[];
  /** Stayed in the trash: a live secret has the name by now, or another of the chosen ones. */
  readonly nameTaken: readonly Named[];
}

/**
 * To the trash, all in one write. What is gone already is passed over; `not_found` if nothing is left, and `forbidden` if
 * all that is left is restricted to others.
 */
export const deleteSecrets = operation({
  name: 'secret.delete',
  input: z.strictObject(chosen),
  async run(work, { organizationId, ids }): Promise<Outcome<BulkDeleted>> {
    const { database, actor, at } = work;
    const reach = reachOf(work, organizationId);
    const rows = await named(work, ids, live(reach));
    const restricted = await named(work, ids, restrictedAway(work, reach));
    if (rows.length === 0) throw restricted[0] ? restrictedFor(actor, restricted[0]) : notFound('secret');
    const set = { deletedAt: at, deletedByName: actor.name };
    return {
      result: { deleted: rows.map(toNamed), restricted: restricted.map(toNamed) },
      writes: [allAre(work, rows, live(reach)), database.query.update(secrets).set(set).where(inIds(rows))],
      events: eventsOf('vault.data.deleted', rows),
    };
  },
});

/** Out of the trash under their names, all in one write. Fails with `name_taken` only if that keeps every one of them there. */
export const restoreSecrets = operation({
  name: 'secret.restore',
  input: z.strictObject(chosen),
  async run(work, { organizationId, ids }): Promise<Outcome<BulkRestored>> {
    const { database } = work;
    const rows = await named(work, ids, deleted(reachOf(work, organizationId)));
    if (rows.length === 0) throw notFound('secret');
    const taken = await takenNames(work, organizationId, rows);
    const free = rows.filter(({ name }) => {
      const isFree = !taken.has(name);
      // The next one of this name stays.
      taken.add(name);
      return isFree;
    });
    if (free.length === 0)
      throw new VaultError(
        'name_taken',
        'Other secrets have these names by now. Restore each under another one.',
      );
    return {
      result: {
        restored: free.map(toNamed),
        nameTaken: rows.filter((row) => !free.includes(row)).map(toNamed),
      },
      writes: [
        expectThat(database, organizationIsLive(organizationId)),
        allAre(work, free, isNotNull(secrets.deletedAt)),
        database.query.update(secrets).set({ deletedAt: null, deletedByName: null }).where(inIds(free)),
      ],
      events: eventsOf('vault.data.restored', free),
      conflict: async () => {
        await findOrganization(work, organizationId);
        return 'again';
      },
    };
  },
});

type Row = Awaited<ReturnType<typeof named>>[number];

function named({ database }: Work, ids: readonly string[], where: SQL) {
  return database.query
    .select({ id: secrets.id, name: secrets.name, organizationId: secrets.organizationId })
    .from(secrets)
    .where(and(inArray(secrets.id, [...ids]), where));
}

async function takenNames({ database, environmentId }: Work, organizationId: string, rows: readonly Row[]) {
  const names = rows.map(({ name }) => name);
  const found = await database.query
    .select({ name: secrets.name })
    .from(secrets)
    .where(
      and(
        eq(secrets.environmentId, environmentId),
        inArray(secrets.name, names),
        eq(secrets.organizationId, organizationId),
        isNull(secrets.deletedAt),
      ),
    );
  return new Set(found.map(({ name }) => name));
}

const inIds = (rows: readonly Row[]): SQL =>
  inArray(
    secrets.id,
    rows.map(({ id }) => id),
  );

function allAre({ database }: Work, rows: readonly Row[], state: SQL) {
  return expectThat(
    database,
    sql`(select count(*) from ${secrets} where ${inIds(rows)} and ${state}) = ${rows.length}`,
  );
}

function eventsOf(type: EventType, rows: readonly Row[]): [EventDraft, ...EventDraft[]] {
  return rows.map((row) => ({ type, ...about(row) })) as unknown as [EventDraft, ...EventDraft[]];
}

const toNamed = ({ id, name }: Row): Named => ({ id, name });
