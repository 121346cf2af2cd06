import type { ApiKey, KeyScope, KeyState } from '@/lib/vault';

/** Each in the words of the form: what it lets a program do. */
export const SCOPE_WORDS: Record<KeyScope, { readonly label: string; readonly short: string }> = {
  read: { label: 'Read values', short: 'read' },
  write: { label: 'Create, replace, and restore from the trash', short: 'write' },
  describe: { label: 'List names and see details', short: 'list' },
  delete: { label: 'Move to the trash', short: 'delete' },
  data_keys: { label: 'Make and unwrap data keys', short: 'data keys' },
  organizations: { label: 'See and manage organizations', short: 'organizations' },
  events: { label: 'Read the trail', short: 'events' },
};

/** Those that can be told apart by names, as the vault has it. */
export const BY_NAME: readonly KeyScope[] = ['read', 'write', 'describe', 'delete'];
export const READ_ONLY: readonly KeyScope[] = ['read', 'describe'];
const ALL = Object.keys(SCOPE_WORDS) as KeyScope[];

export const listed = (scopes: readonly KeyScope[]): string =>
  scopes.map((scope) => SCOPE_WORDS[scope].short).join(', ');

/** "Everything", "Read only", or what it is. */
export function mayWords({ scopes, namePrefixes }: Pick<ApiKey, 'scopes' | 'namePrefixes'>): string {
  const all = namePrefixes === null ? ALL : BY_NAME;
  if (all.every((scope) => scopes.includes(scope))) return 'Everything';
  if (scopes.length === READ_ONLY.length && READ_ONLY.every((scope) => scopes.includes(scope)))
    return 'Read only';
  const words = listed(scopes);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why a key opens nothing, and what helps. */
export const WHY_NOTHING: Partial<Record<KeyState, string>> = {
  maker_left: 'Its maker has left: it opens nothing. Rotate it, and the new one acts for you.',
  powerless:
    'Its maker may do none of this any more: it opens nothing. Rotate it, and the new one acts for you.',
  organization_deleted: 'Its organization is deleted: it opens nothing.',
};
