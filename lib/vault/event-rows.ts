import type { KeyContext } from '../crypto/key-context';
import type { Write } from '../db/client';
import { preparedWrite } from '../db/prepared';
import { events } from '../db/schema';
import type { VaultContext } from './context';
import type { VaultErrorCode } from './errors';
import { newId } from './ids';
import type { Actor, OperationName } from './policy';

/** The words of the trail. Those of the wire contract first, then ours. */
export const EVENT_TYPES = [
  'vault.data.created',
  'vault.data.updated',
  'vault.data.read',
  'vault.data.deleted',
  'vault.names.listed',
  'vault.metadata.read',
  'vault.kek.created',
  'vault.kek.deleted',
  'vault.dek.read',
  'vault.dek.decrypted',
  'vault.byok_key.verification_completed',
  'vault.byok_key.deleted',
  'organization.created',
  'organization.updated',
  'organization.deleted',
  'vault.data.restored',
  'vault.data.purged',
  'vault.details.updated',
  'vault.versions.listed',
  'vault.values.compared',
  'vault.imported',
  'vault.exported',
  'operation.refused',
  'vault.set_up',
  'environment.updated',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'invitation.created',
  'invitation.revoked',
  'restriction.changed',
  'approval.requested',
  'approval.granted',
  'approval.denied',
  'approval.withdrawn',
  'approval.used',
  'departure.closed',
  'identity_provider.created',
  'identity_provider.updated',
  'identity_provider.deleted',
  'user.created',
  'user.updated',
  'user.password_changed',
  'user.password_link_requested',
  'user.totp_added',
  'user.totp_removed',
  'user.recovery_codes_made',
  'user.recovery_code_used',
  'user.passkey_added',
  'user.passkey_removed',
  'user.identity_linked',
  'user.identity_unlinked',
  'user.password_chosen',
  'user.password_link_made',
  'session.created',
  'session.refused',
  'session.revoked',
  'session.proven',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'backup.created',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One event as an operation states it; who, when and from where come from the request. `data` never holds a value. */
export interface EventDraft {
  readonly type: EventType;
  readonly organizationId: string | null;
  readonly secretId?: string;
  /** The number of the version that was written. */
  readonly writtenVersion?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The person who did it, where that is known only in the end: of a sign-in. */
  readonly by?: { readonly id: string; readonly name: string };
}

type Recorder = Pick<VaultContext, 'database'> & {
  readonly actor: Pick<Actor, 'id' | 'name' | 'source' | 'environmentId' | 'requestId' | 'address'>;
  readonly now: Date;
  readonly at: string;
};

type Columns = Omit<typeof events.$inferSelect, 'seq'>;
const COLUMNS: readonly (keyof Columns)[] = [
  'id',
  'environmentId',
  'organizationId',
  'type',
  'actorId',
  'actorSource',
  'actorName',
  'secretId',
  'writtenVersion',
  'data',
  'requestId',
  'address',
  'createdAt',
];

const insertEvent = preparedWrite<Columns>(COLUMNS, (query, columns) => query.insert(events).values(columns));

export function eventWrite({ database, actor, now, at }: Recorder, draft: EventDraft): Write {
  return insertEvent(database, {
    id: newId('event', now),
    environmentId: actor.environmentId,
    organizationId: draft.organizationId,
    type: draft.type,
    actorId: draft.by?.id ?? actor.id,
    actorSource: draft.by ? 'dashboard' : actor.source,
    actorName: draft.by?.name ?? actor.name,
    secretId: draft.secretId ?? null,
    writtenVersion: draft.writtenVersion ?? null,
    data: draft.data ?? {},
    requestId: actor.requestId,
    address: actor.address,
    createdAt: at,
  });
}

/** A refusal names the operation and the reason, and nothing that was sent: it might have been a value. */
export function refusal(
  actor: Pick<Actor, 'grants' | 'bounds'>,
  operation: OperationName,
  code: VaultErrorCode,
): EventDraft {
  const [only, ...others] = actor.grants;
  return {
    type: 'operation.refused',
    organizationId:
      actor.bounds?.organizationId ?? (others.length === 0 ? (only?.organizationId ?? null) : null),
    data: { operation, code },
  };
}

/** What every event about a secret says of it. */
export function about(secret: { id: string; organizationId: string | null; name: string }) {
  return {
    secretId: secret.id,
    organizationId: secret.organizationId,
    data: { kv_name: secret.name },
  } as const;
}

/** What the events of a write say beside: the contract's `key_id` and `key_context`. */
export function keyed(secret: { keyId: string; context: KeyContext; name: string }) {
  return { kv_name: secret.name, key_id: secret.keyId, key_context: secret.context } as const;
}
