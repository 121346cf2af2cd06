import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { apiKeys } from '../db/schema';
import { actorsOfKeys } from './actor';
import { notFound } from './errors';
import { isKeyScope, KEY_SCOPES, type KeyScope } from './key-scopes';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Tenant } from './policy';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key that ends within so many days says so. */
const ENDS_SOON_DAYS = 14;
export const DAY_MS = 86_400_000;

/**
 * `maker_left`: whoever made it has no role any more where the key is for. `powerless`: they have one, and it allows
 * nothing of what the key is for. Both open nothing.
 */
export type KeyState =
  | 'works'
  | 'ends_soon'
  | 'maker_left'
  | 'powerless'
  | 'organization_deleted'
  | 'expired'
  | 'replaced'
  | 'revoked';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Null for the whole environment. */
  readonly organizationId: string | null;
  /** The last four characters. */
  readonly hint: string;
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Null: it does not end by itself. */
  readonly expiresAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
  readonly scopes: readonly KeyScope[];
  /** How the names begin that it reaches; null: all names. */
  readonly namePrefixes: readonly string[] | null;
  /** Addresses and ranges from which it is taken; null: from everywhere. */
  readonly allowedAddresses: readonly string[] | null;
  /** Null: as often as any key of this server. */
  readonly requestsPerMinute: number | null;
  /** The key that takes its place. */
  readonly replacedById: string | null;
  /** Whether that one opens anything now: it may have been revoked, while this one still works. */
  readonly replacementWorks: boolean;
  readonly state: KeyState;
  /** Those of its scopes that open anything, with its maker's rights as they are now. */
  readonly opens: readonly KeyScope[];
}

/** Those of its scopes that a key can use, in some part. */
export const openScopes = (key: Actor): KeyScope[] =>
  (key.bounds?.scopes ?? []).filter((scope) =>
    KEY_SCOPES[scope].some((operation) => authorizedTo(key, operation) !== null),
  );

/** Rows as people see them: one more query for all of them, which asks what each, and what replaces it, could open now. */
export async function toApiKeys(
  work: Pick<Work, 'database' | 'environmentId' | 'clock' | 'now'>,
  rows: readonly ApiKeyRow[],
): Promise<ApiKey[]> {
  const actors = await actorsOfKeys(
    work,
    rows.flatMap(({ id, replacedById }) => (replacedById === null ? id : [id, replacedById])),
  );
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  const opensOf = (actor: Actor | undefined) => (actor ? openScopes(actor) : []);
  return rows.map((one) => {
    const { seq: _, environmentId: __, tokenHash: ___, ...row } = one;
    const actor = byId.get(row.id);
    const opens = opensOf(actor);
    return {
      ...row,
      scopes: row.scopes.filter(isKeyScope),
      opens,
      replacementWorks: opensOf(byId.get(row.replacedById ?? '')).length > 0,
      state: stateOf(row, work.now, actor, opens),
    };
  });
}

function stateOf(
  { revokedAt, expiresAt, replacedById, organizationId }: StateRow,
  now: Date,
  actor: Actor | undefined,
  opens: readonly KeyScope[],
): KeyState {
  if (revokedAt !== null) return 'revoked';
  const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - now.getTime();
  if (leftMs <= 0) return replacedById === null ? 'expired' : 'replaced';
  if (!actor) return 'organization_deleted';
  if (opens.length === 0) return bearsOn(actor, organizationId) ? 'powerless' : 'maker_left';
  return leftMs <= ENDS_SOON_DAYS * DAY_MS ? 'ends_soon' : 'works';
}
type StateRow = Pick<ApiKeyRow, 'revokedAt' | 'expiresAt' | 'replacedById' | 'organizationId'>;

const bearsOn = ({ grants }: Actor, place: string | null): boolean =>
  grants.some(({ organizationId }) => place === null || organizationId === null || organizationId === place);

/** Keys in the reach of a tenant of one organization, or of the environment. Each condition has its index. */
export function keysOf({ environmentId, organizationIds }: Tenant): SQL {
  if (organizationIds === 'all') return eq(apiKeys.environmentId, environmentId);
  const [only] = organizationIds;
  return only === undefined ? sql`false` : eq(apiKeys.organizationId, only);
}

/** Throws `not_found` for a key that is missing, revoked, or of a place that the caller does not reach. */
export async function findKey({ database, tenant }: Work, id: string): Promise<ApiKeyRow> {
  const [row] = await database.query
    .select()
    .from(apiKeys)
    .where(
      and(eq(apiKeys.id, id), eq(apiKeys.environmentId, tenant.environmentId), isNull(apiKeys.revokedAt)),
    );
  if (!row || !tenant.reaches(row.organizationId)) throw notFound('API key');
  return row;
}

/** A condition for `expectThat`. */
export const isUnrevoked = (id: string): SQL =>
  sql`exists (select 1 from ${apiKeys} where ${apiKeys.id} = ${id} and ${apiKeys.revokedAt} is null)`;
