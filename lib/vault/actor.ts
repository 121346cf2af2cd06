import { and, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { hashToken, isApiKey } from '../crypto/tokens';
import type { Database } from '../db/client';
import { preparedRead } from '../db/prepared';
import {
  apiKeys,
  environments,
  grants,
  identityProviders,
  organizations,
  sessions,
  users,
} from '../db/schema';
import { isAllowedAddress } from './addresses';
import type { VaultContext } from './context';
import { VaultError } from './errors';
import { isKeyScope } from './key-scopes';
import { type Actor, ENVIRONMENT_ROLES, type Grant, NOBODY_ID, ORGANIZATION_ROLES } from './policy';

/** What is known of a request before it is known who makes it. */
export interface RequestFacts {
  readonly requestId: string;
  /** The address of the peer, if the request came over the network. */
  readonly address?: string | undefined;
  /** What the browser says it is. Told at the sign-in only. */
  readonly userAgent?: string | undefined;
  /** A repeated operation with the same key and the same input gives the first answer again. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * What a request brings to prove who makes it. Tokens are looked up anew for each operation,
 * so a revoked key, an ended session or a removed member is out at once.
 */
export type Caller = RequestFacts &
  (
    | { readonly via: 'session'; readonly token: string }
    | { readonly via: 'api-key'; readonly token: string }
    | { readonly via: 'command-line' }
    | { readonly via: 'schedule' }
    | { readonly via: 'nobody' }
  );

/** Who acts, and where it says when it was last used. */
export interface LoadedActor extends Actor {
  readonly lastUsedAt: string | null;
}

type Identity = Omit<LoadedActor, 'environmentId' | 'requestId' | 'address'>;

/** Throws `unauthenticated` for a token that is unknown, revoked or expired; the three look the same. */
export async function loadActor(context: VaultContext, caller: Caller): Promise<LoadedActor> {
  return {
    ...(await identify(context, caller)),
    environmentId: context.environmentId,
    requestId: caller.requestId,
    address: caller.address ?? null,
  };
}

const PLAIN = {
  grants: [],
  bounds: null,
  rules: { administratorsReadValues: true, stepUpMinutes: 0 },
  sessionId: null,
  provenAt: null,
  lastUsedAt: null,
} as const;

export const NOBODY: Identity = { ...PLAIN, id: NOBODY_ID, name: 'Nobody', source: 'api' };

export const principal = (role: 'operator' | 'schedule', name: string): Identity => ({
  ...PLAIN,
  id: role,
  name,
  source: 'system',
  grants: [{ organizationId: null, role }],
});

function identify(context: VaultContext, caller: Caller): Identity | Promise<Identity> {
  switch (caller.via) {
    case 'session':
      return fromSession(context, caller.token);
    case 'api-key':
      return fromApiKey(context, caller);
    case 'command-line':
      return principal('operator', 'Command line');
    case 'schedule':
      return principal('schedule', 'Strongroom');
    case 'nobody':
      return NOBODY;
  }
}

/** A user's roles in live organizations, beside whatever it is joined to; and the rules of the environment. */
const GRANTED = {
  role: grants.role,
  organizationId: grants.organizationId,
  organizationDeletedAt: organizations.deletedAt,
  requireSso: organizations.requireSso,
  administratorsReadValues: environments.administratorsReadValues,
  stepUpMinutes: environments.stepUpMinutes,
};
type Granted = {
  role: string | null;
  organizationId: string | null;
  organizationDeletedAt: string | null;
  requireSso: boolean | null;
};

/** A left join, so that SQLite does not begin with the one row of the environment and read all of the rest. */
const rulesOf = (row: {
  administratorsReadValues: boolean | null;
  stepUpMinutes: number | null;
}): Actor['rules'] => ({
  administratorsReadValues: row.administratorsReadValues ?? false,
  stepUpMinutes: row.stepUpMinutes ?? 0,
});

function grantsOf(rows: readonly Granted[], counts: (row: Granted) => boolean = () => true): Grant[] {
  return rows.flatMap((row): Grant[] => {
    const { role, organizationId, organizationDeletedAt } = row;
    const roles: readonly string[] = organizationId === null ? ENVIRONMENT_ROLES : ORGANIZATION_ROLES;
    if (role === null || !roles.includes(role) || organizationDeletedAt || !counts(row)) return [];
    return [{ organizationId, role: role as Grant['role'] }];
  });
}

const keyRows = (query: Database['query'], where: SQL) =>
  query
    .select({
      ...GRANTED,
      id: apiKeys.id,
      name: apiKeys.name,
      keyOrganizationId: apiKeys.organizationId,
      scopes: apiKeys.scopes,
      namePrefixes: apiKeys.namePrefixes,
      allowedAddresses: apiKeys.allowedAddresses,
      lastUsedAt: apiKeys.lastUsedAt,
      createdById: apiKeys.createdById,
    })
    .from(apiKeys)
    .leftJoin(environments, eq(environments.id, apiKeys.environmentId))
    .leftJoin(grants, eq(grants.userId, apiKeys.createdById))
    .leftJoin(organizations, eq(organizations.id, grants.organizationId))
    .where(
      and(
        where,
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql.placeholder('at'))),
        sql`not exists (select 1 from ${organizations} own where own.id = ${apiKeys.organizationId} and own.deleted_at is not null)`,
      ),
    );
type KeyRow = Awaited<ReturnType<typeof keyRows>>[number];

const liveKey = preparedRead((query) => keyRows(query, eq(apiKeys.tokenHash, sql.placeholder('tokenHash'))));

async function fromApiKey(
  { database, serviceKey, clock }: VaultContext,
  { token, address }: { readonly token: string; readonly address?: string | undefined },
): Promise<Identity> {
  if (!isApiKey(token)) throw new VaultError('unauthenticated', 'This API key is not valid.');
  const tokenHash = hashToken(serviceKey, token);
  const rows = await liveKey(database).execute({ tokenHash, at: clock().toISOString() });
  const identity = ofKey(rows, address);
  if (!identity) throw new VaultError('unauthenticated', 'This API key is not valid.');
  return identity;
}

/** A key has its maker's roles as they are now, within its own bounds. One made on the machine has a role of its own. */
function ofKey(rows: readonly KeyRow[], address: string | undefined): Identity | null {
  const [key] = rows;
  if (!key) return null;
  const { keyOrganizationId: organizationId, allowedAddresses: allowed } = key;
  const made = key.createdById === 'operator';
  return {
    ...PLAIN,
    id: key.id,
    name: key.name,
    source: 'api',
    grants: made ? [{ organizationId, role: 'key' }] : grantsOf(rows),
    bounds: {
      organizationId,
      scopes: key.scopes.filter(isKeyScope),
      namePrefixes: key.namePrefixes,
      addressAllowed: allowed === null || isAllowedAddress(allowed, address),
    },
    rules: rulesOf(key),
    lastUsedAt: key.lastUsedAt,
  };
}

async function fromSession(
  { database, serviceKey, environmentId, clock }: VaultContext,
  token: string,
): Promise<Identity> {
  const now = clock().toISOString();
  const rows = await database.query
    .select({
      ...GRANTED,
      sessionId: sessions.id,
      expiresAt: sessions.expiresAt,
      provenAt: sessions.provenAt,
      lastUsedAt: sessions.lastSeenAt,
      identityProviderId: sessions.identityProviderId,
      /** Where the session began, if that provider is still in use. */
      provider: { id: identityProviders.id, organizationId: identityProviders.organizationId },
      id: users.id,
      name: users.name,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(
      identityProviders,
      and(eq(identityProviders.id, sessions.identityProviderId), isNull(identityProviders.disabledAt)),
    )
    .leftJoin(environments, eq(environments.id, environmentId))
    .leftJoin(grants, eq(grants.userId, users.id))
    .leftJoin(organizations, eq(organizations.id, grants.organizationId))
    .where(and(eq(sessions.tokenHash, hashToken(serviceKey, token)), isNull(sessions.revokedAt)));
  const [first] = rows;
  // A session that began at a provider ends with it.
  const cutOff = first?.identityProviderId && !first.provider?.id;
  if (!first || first.expiresAt <= now || cutOff) {
    throw new VaultError('unauthenticated', 'Your session has ended. Sign in again.');
  }
  const { id, name, sessionId, provenAt, lastUsedAt } = first;
  // An organization's own provider says who somebody is for that organization, and for nothing else of theirs.
  const vouchedFor = first.provider?.organizationId ?? null;
  return {
    ...PLAIN,
    id,
    name,
    source: 'dashboard',
    grants: grantsOf(rows, (row) =>
      vouchedFor === null ? !row.requireSso : row.organizationId === vouchedFor,
    ),
    rules: rulesOf(first),
    sessionId,
    provenAt,
    vouchedFor,
    lastUsedAt,
  };
}

function grouped(rows: readonly KeyRow[]): Map<string, KeyRow[]> {
  const byKey = new Map<string, KeyRow[]>();
  for (const row of rows) byKey.set(row.id, [...(byKey.get(row.id) ?? []), row]);
  return byKey;
}

/** API keys as they would act now, from any address. Those that are unknown, revoked or expired are left out. */
export async function actorsOfKeys(
  { database, environmentId, clock }: Pick<VaultContext, 'database' | 'environmentId' | 'clock'>,
  ids: readonly string[],
): Promise<Actor[]> {
  if (ids.length === 0) return [];
  const at = clock().toISOString();
  const rows = await keyRows(database.query, inArray(apiKeys.id, [...ids]))
    .prepare()
    .execute({ at });
  const byKey = grouped(rows);
  return [...byKey.values()].flatMap((ofOne): Actor[] => {
    const identity = ofKey(ofOne, undefined);
    if (!identity?.bounds) return [];
    const bounds = { ...identity.bounds, addressAllowed: true };
    return [{ ...identity, bounds, environmentId, requestId: '', address: null }];
  });
}

/** A person as they would act now, in a session of any kind. Null for one that is unknown. */
export async function actorOfUser(
  { database, environmentId }: VaultContext,
  id: string,
): Promise<Actor | null> {
  const rows = await database.query
    .select({ ...GRANTED, id: users.id, name: users.name })
    .from(users)
    .leftJoin(environments, eq(environments.id, environmentId))
    .leftJoin(grants, eq(grants.userId, users.id))
    .leftJoin(organizations, eq(organizations.id, grants.organizationId))
    .where(eq(users.id, id));
  const [first] = rows;
  if (!first) return null;
  const asked = { environmentId, requestId: '', address: null };
  return {
    ...PLAIN,
    id,
    name: first.name,
    source: 'dashboard',
    grants: grantsOf(rows),
    rules: rulesOf(first),
    ...asked,
  };
}
