import type { BulkDeleted, BulkRestored } from '@/lib/vault';

/** What a bulk operation did, in words. */
export interface Moved {
  readonly ids: readonly string[];
  readonly title: string;
  readonly text?: string;
}

const secrets = (count: number) => (count === 1 ? '1 secret' : `${count} secrets`);

export function movedToTrash({ deleted, restricted }: BulkDeleted): Moved {
  const stays =
    restricted.length === 1
      ? ` ${restricted[0]?.name} stays: it is restricted to others.`
      : ` ${restricted.length} stay: they are restricted to others.`;
  return {
    ids: deleted.map(({ id }) => id),
    title: `${secrets(deleted.length)} moved to the trash`,
    text: `They can be restored from there.${restricted.length > 0 ? stays : ''}`,
  };
}

export function movedBack({ restored, nameTaken }: BulkRestored): Moved & { readonly text: string } {
  const stays =
    nameTaken.length === 1
      ? `${nameTaken[0]?.name} stays in the trash, because its name is taken by now.`
      : `${nameTaken.length} stay in the trash, because their names are taken by now.`;
  return {
    ids: restored.map(({ id }) => id),
    title: `${secrets(restored.length)} restored`,
    text:
      nameTaken.length === 0
        ? 'Back in the list of secrets.'
        : `${stays} Restore ${nameTaken.length === 1 ? 'it' : 'each'} under another one.`,
  };
}
