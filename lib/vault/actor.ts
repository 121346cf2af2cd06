import { and, eq, isNull, sql } from 'drizzle-orm';
import { hashToken, isApiKey } from '../crypto/tokens';
import { preparedRead } from '../db/prepared';
import { apiKeys, grants, organizations, sessions, users } from '../db/schema';
import type { VaultContext } from './context';
import { VaultError } from './errors';
import { type Actor, type Grant, NOBODY_ID, ROLES, type Role } from './policy';

/** What is known of a request before it is known who makes it. */
export interface RequestFacts {
  readonly requestId: string;
  /** The address of the peer, if the request came over the network. */
  readonly address?: string | undefined;
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

type Identity = Pick<Actor, 'id' | 'name' | 'source' | 'grants' | 'sessionId'>;

/** Throws `unauthenticated` for a token that is unknown, revoked or expired; the three look the same. */
export async function loadActor(context: VaultContext, caller: Caller): Promise<Actor> {
  return {
    ...(await identify(context, caller)),
    environmentId: context.environmentId,
    requestId: caller.requestId,
    address: caller.address ?? null,
  };
}

export const NOBODY: Identity = {
  id: NOBODY_ID,
  name: 'Nobody',
  source: 'api',
  grants: [],
  sessionId: null,
};

function identify(context: VaultContext, caller: Caller): Identity | Promise<Identity> {
  switch (caller.via) {
    case 'session':
      return fromSession(context, caller.token);
    case 'api-key':
      return fromApiKey(context, caller.token);
    case 'command-line':
      return {
        id: 'operator',
        name: 'Command line',
        source: 'system',
        grants: [{ organizationId: null, role: 'operator' }],
        sessionId: null,
      };
    case 'schedule':
      return {
        id: 'schedule',
        name: 'Strongroom',
        source: 'system',
        grants: [{ organizationId: null, role: 'schedule' }],
        sessionId: null,
      };
    case 'nobody':
      return NOBODY;
  }
}

const liveKey = preparedRead((query) =>
  query
    .select({ id: apiKeys.id, name: apiKeys.name, organizationId: apiKeys.organizationId })
    .from(apiKeys)
    .leftJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(
      and(
        eq(apiKeys.tokenHash, sql.placeholder('tokenHash')),
        isNull(apiKeys.revokedAt),
        isNull(organizations.deletedAt),
      ),
    ),
);

async function fromApiKey({ database, serviceKey }: VaultContext, token: string): Promise<Identity> {
  if (!isApiKey(token)) throw new VaultError('unauthenticated', 'This API key is not valid.');
  const [key] = await liveKey(database).execute({ tokenHash: hashToken(serviceKey, token) });
  if (!key) throw new VaultError('unauthenticated', 'This API key is not valid.');
  const { id, name, organizationId } = key;
  return { id, name, source: 'api', grants: [{ organizationId, role: 'key' }], sessionId: null };
}

async function fromSession({ database, serviceKey, clock }: VaultContext, token: string): Promise<Identity> {
  const now = clock().toISOString();
  const rows = await database.query
    .select({
      sessionId: sessions.id,
      expiresAt: sessions.expiresAt,
      id: users.id,
      name: users.name,
      role: grants.role,
      organizationId: grants.organizationId,
      organizationDeletedAt: organizations.deletedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(grants, eq(grants.userId, users.id))
    .leftJoin(organizations, eq(organizations.id, grants.organizationId))
    .where(and(eq(sessions.tokenHash, hashToken(serviceKey, token)), isNull(sessions.revokedAt)));
  const [first] = rows;
  if (!first || first.expiresAt <= now) {
    throw new VaultError('unauthenticated', 'Your session has ended. Sign in again.');
  }
  const loaded = rows.flatMap(({ role, organizationId, organizationDeletedAt }): Grant[] =>
    isRole(role) && !organizationDeletedAt ? [{ organizationId, role }] : [],
  );
  return { id: first.id, name: first.name, source: 'dashboard', grants: loaded, sessionId: first.sessionId };
}

const isRole = (text: string | null): text is Role => (ROLES as readonly (string | null)[]).includes(text);
