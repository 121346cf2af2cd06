import { and, eq, lte, type SQL, sql } from 'drizzle-orm';
import { departureClosings, departureSecrets, departures, events, secrets } from '../db/schema';
import { actorOfUser } from './actor';
import { notFound, VaultError } from './errors';
import type { Work } from './operation';
import { type Capped, capped, countOf } from './overview-rows';
import { authorizedTo, type Grant, type Tenant } from './policy';
import { live } from './secret-rows';

export type DepartureRow = typeof departures.$inferSelect;

/** Somebody who could read an organization's secrets and cannot any more. */
export interface Departure {
  readonly id: string;
  readonly user: { readonly id: string; readonly name: string };
  /** What they were, and where: null for the whole environment. */
  readonly role: Grant['role'];
  readonly organizationId: string | null;
  readonly leftAt: string;
  /**
   * `open`: secrets still have the values of then. `done`: none has. `closed`: somebody said that the rest need not be
   * done. `reads`: the person reads here all the same, by a role that they kept or have again: nothing is to be done.
   */
  readonly state: 'open' | 'done' | 'closed' | 'reads';
  /** So many secrets still have a value that they could read. None where nothing is to be done. */
  readonly left: Capped;
}

/** A secret that still has a value which somebody could read when they left. */
export interface LeftSecret {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
  /** Since when there is this value. Before `updatedAt` if it was rolled back to. */
  readonly valueSince: string;
  /** When they last saw a value of it; null: never. */
  readonly readAt: string | null;
}

/** One of the organization's, or of the environment's: that of another organization is not there. */
export async function departureRow(
  { database }: Work,
  organizationId: string,
  id: string,
): Promise<DepartureRow | null> {
  const [row] = await database.query.select().from(departures).where(eq(departures.id, id));
  return row && (row.organizationId === null || row.organizationId === organizationId) ? row : null;
}

export async function findDeparture(work: Work, organizationId: string, id: string): Promise<DepartureRow> {
  const row = await departureRow(work, organizationId, id);
  if (!row) throw notFound('departure');
  return row;
}

/**
 * Live secrets with a value of then that were free for all who could read, or named the leaver. One that was restricted
 * to others then and was freed or restricted anew since is on the list too: nobody knows any more whom it named.
 * A range of an index that holds all that decides, so that even what is passed over costs next to nothing.
 */
export const leftOf = (reach: Tenant, { id, createdAt }: DepartureRow): SQL =>
  and(
    live(reach),
    // Always so: without these words SQLite may not take the index.
    sql`${secrets.valueSince} > ''`,
    lte(secrets.valueSince, createdAt),
    sql`(${secrets.restrictedAt} is null or ${secrets.restrictedAt} > ${createdAt} or exists (
      select 1 from ${departureSecrets}
      where ${departureSecrets.departureId} = ${id} and ${departureSecrets.secretId} = ${secrets.id}))`,
  ) as SQL;

export async function toDeparture(work: Work, reach: Tenant, row: DepartureRow): Promise<Departure> {
  const [organizationId = ''] = reach.organizationIds === 'all' ? [] : reach.organizationIds;
  const [[closedAt, count] = [null, 0]] = await work.database.query.values<[string | null, number]>(
    sql`select (select closed_at from ${departureClosings} where ${departureClosings.departureId} = ${row.id}
        and ${departureClosings.organizationId} = ${organizationId}),
      ${countOf(sql`${secrets} where ${leftOf(reach, row)}`)}`,
  );
  const person = await actorOfUser(work, row.userId);
  const reads = person && authorizedTo(person, 'secret.read')?.reaches(organizationId);
  const state = closedAt ? 'closed' : reads ? 'reads' : count === 0 ? 'done' : 'open';
  return {
    id: row.id,
    user: { id: row.userId, name: row.userName },
    role: row.role as Grant['role'],
    organizationId: row.organizationId,
    leftAt: row.createdAt,
    state,
    left: capped(state === 'open' ? count : 0),
  };
}

interface Cursors {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export async function leftPage(
  { database }: Work,
  left: SQL,
  { userId }: DepartureRow,
  { limit, after, before }: Cursors,
): Promise<LeftSecret[]> {
  const cursor = after ?? before;
  const backwards = after === undefined && before !== undefined;
  const [at] =
    cursor === undefined
      ? []
      : await database.query
          .select({ valueSince: secrets.valueSince, seq: secrets.seq })
          .from(secrets)
          .where(and(eq(secrets.id, cursor), left));
  if (cursor !== undefined && !at) {
    throw new VaultError('invalid_cursor', 'This cursor is not one of this list. Start again without it.');
  }
  const way = sql.raw(backwards ? '<' : '>');
  const direction = sql.raw(backwards ? 'desc' : 'asc');
  return database.query
    .select({
      id: secrets.id,
      name: secrets.name,
      updatedAt: secrets.updatedAt,
      valueSince: secrets.valueSince,
      readAt: sql<string | null>`(select e.created_at from ${events} e where e.secret_id = ${secrets}.id
        and e.actor_id = ${userId} and e.type = 'vault.data.read' order by e.seq desc limit 1)`,
    })
    .from(secrets)
    .where(and(left, at && sql`(${secrets.valueSince}, ${secrets.seq}) ${way} (${at.valueSince}, ${at.seq})`))
    .orderBy(sql`${secrets.valueSince} ${direction}, ${secrets.seq} ${direction}`)
    .limit(limit + 1);
}
