import type { VaultEvent } from '@/lib/vault';

/** What is shown of the trail: an event, or the two that one opening of a secret's page leaves. */
export interface Line {
  readonly event: VaultEvent;
  readonly opened: boolean;
}

const OPENING: readonly string[] = ['vault.metadata.read', 'vault.versions.listed'];

/** The page of a secret asks for its details and for its versions: for whoever reads the trail that is one deed. */
export function linesOf(events: readonly VaultEvent[]): Line[] {
  const lines: Line[] = [];
  for (const event of events) {
    const before = lines.at(-1);
    if (before && !before.opened && isOneOpening(before.event, event)) {
      lines.splice(-1, 1, { event: before.event, opened: true });
    } else {
      lines.push({ event, opened: false });
    }
  }
  return lines;
}

function isOneOpening(one: VaultEvent, other: VaultEvent): boolean {
  return (
    OPENING.includes(one.type) &&
    OPENING.includes(other.type) &&
    one.type !== other.type &&
    one.secretId !== null &&
    one.secretId === other.secretId &&
    one.actor.id === other.actor.id &&
    one.requestId === other.requestId
  );
}
