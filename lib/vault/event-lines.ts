import type { events } from '../db/schema';
import type { EventType } from './event-rows';

/** One line of the trail. */
export interface VaultEvent {
  readonly id: string;
  readonly type: EventType;
  readonly organizationId: string | null;
  readonly actor: {
    readonly id: string;
    readonly source: 'api' | 'dashboard' | 'system';
    readonly name: string;
  };
  readonly secretId: string | null;
  /** What the type says beside, in the words of the wire contract. Never a value. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly address: string | null;
  readonly createdAt: string;
}

export function toEvent(row: typeof events.$inferSelect): VaultEvent {
  const {
    id,
    type,
    organizationId,
    actorId,
    actorSource,
    actorName,
    secretId,
    data,
    requestId,
    address,
    createdAt,
  } = row;
  const actor = { id: actorId, source: actorSource, name: actorName };
  return {
    id,
    type: type as EventType,
    organizationId,
    actor,
    secretId,
    data,
    requestId,
    address,
    createdAt,
  };
}
