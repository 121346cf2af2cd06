import { and, asc, desc, eq, gte, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm';
import { events, grants, secrets } from '../db/schema';
import type { VaultEvent } from './event-lines';
import type { EventType } from './event-rows';
import type { Work } from './operation';
import type { Tenant } from './policy';
import { live } from './secret-rows';

/** What an overview calls stale and due, and how far it counts: beyond that a figure only says "more". */
export const HEALTH = { staleDays: 180, dueDays: 30, counted: 100, named: 5 } as const;

const DAY_MS = 86_400_000;

/** A number that was counted no further than it is told. */
export interface Capped {
  readonly count: number;
  /** There are more than are counted. */
  readonly more: boolean;
}

/** What an overview says of one secret. */
export interface SecretAtAGlance {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  /** The earlier of its expiry and of the day on which it is to be rotated. */
  readonly remindsAt: string | null;
  readonly sizeBytes: number;
}

/** A matter to look at: how many secrets it is about, and the first few. */
export interface Matter extends Capped {
  readonly secrets: readonly SecretAtAGlance[];
}

export interface OrganizationOverview {
  readonly liveSecrets: number;
  readonly deletedSecrets: number;
  readonly members: Capped;
  readonly lastEvent: VaultEvent | null;
  /** Not changed for long, the oldest first. */
  readonly stale: Matter;
  /** Expired or to be rotated, or soon so, the most urgent first. */
  readonly due: Matter;
  /** Of which nobody has ever seen a value, the newest first. */
  readonly neverRead: Matter;
  readonly largest: readonly SecretAtAGlance[];
}

/** The same in one line of a list. */
export interface OrganizationFigures {
  readonly organizationId: string;
  readonly liveSecrets: number;
  readonly due: Capped;
  /** What others ask to open, and nobody has decided. */
  readonly waiting: Capped;
  readonly members: Capped;
  readonly lastEvent: VaultEvent | null;
}

/** Of all live organizations in reach; sums of the first thousand where there are more. */
export interface EnvironmentSummary {
  readonly organizations: Capped;
  readonly secrets: Capped;
  readonly due: Capped;
}

const soon = (now: Date): string => new Date(now.getTime() + HEALTH.dueDays * DAY_MS).toISOString();
const longAgo = (now: Date): string => new Date(now.getTime() - HEALTH.staleDays * DAY_MS).toISOString();

/** Each matter is a range of an index of its own (drizzle/0002), read from its urgent end. */
export const MATTERS = {
  stale: {
    where: (now: Date): SQL | undefined => lt(secrets.updatedAt, longAgo(now)),
    order: [asc(secrets.updatedAt), asc(secrets.seq)],
  },
  due: {
    where: (now: Date) => and(isNotNull(secrets.remindsAt), lte(secrets.remindsAt, soon(now))),
    order: [asc(secrets.remindsAt), asc(secrets.seq)],
  },
  neverRead: { where: () => isNull(secrets.firstReadAt), order: [desc(secrets.seq)] },
  // True of every row: without it SQLite may take another index of the organization, and sort all of it.
  largest: { where: () => gte(secrets.sizeBytes, 0), order: [desc(secrets.sizeBytes), desc(secrets.seq)] },
};

export function firstOf({ database, now }: Work, reach: Tenant, matter: keyof typeof MATTERS) {
  const { where, order } = MATTERS[matter];
  return database.query
    .select({
      id: secrets.id,
      name: secrets.name,
      createdAt: secrets.createdAt,
      updatedAt: secrets.updatedAt,
      expiresAt: secrets.expiresAt,
      remindsAt: secrets.remindsAt,
      sizeBytes: secrets.sizeBytes,
    })
    .from(secrets)
    .where(and(live(reach), where(now)))
    .orderBy(...order)
    .limit(HEALTH.named);
}

/** How many rows a condition meets, as far as is counted: the limit ends the reading. */
export const countOf = (from: SQL): SQL<number> =>
  sql<number>`(select count(*) from (select 1 from ${from} limit ${HEALTH.counted + 1}))`;

export const membersOf = (organizationId: SQL): SQL<number> =>
  countOf(sql`${grants} where ${grants.organizationId} = ${organizationId}`);

export const dueOf = (organizationId: SQL, now: Date): SQL<number> =>
  countOf(
    sql`${secrets} where ${and(eq(secrets.organizationId, organizationId), isNull(secrets.deletedAt), MATTERS.due.where(now))}`,
  );

export const capped = (counted: number, most: number = HEALTH.counted): Capped => ({
  count: Math.min(counted, most),
  more: counted > most,
});

/** Looks at names: whoever opens an overview leaves one, and would read of nothing but that. */
const LOOKS: readonly EventType[] = ['vault.names.listed', 'vault.metadata.read', 'vault.versions.listed'];
/** So many of the newest events are looked through for another one. */
const LOOKED_THROUGH = 50;

/** The `seq` of an organization's newest event that is no mere look; of the newest one, if there are only such. */
export const lastEventOf = (organizationId: SQL): SQL<number | null> => {
  const newest = sql`select ${events.seq} as seq, ${events.type} as type from ${events}
    where ${events.organizationId} = ${organizationId} order by ${events.seq} desc`;
  const looks = sql.join(
    LOOKS.map((type) => sql`${type}`),
    sql`, `,
  );
  return sql`coalesce(
    (select seq from (${newest} limit ${LOOKED_THROUGH}) where type not in (${looks}) limit 1),
    (select seq from (${newest} limit 1)))`;
};
