import type { OperationName } from './policy';

/** What an API key may be for, and the operations that belong to it. The first word of each is the one in the form. */
export const KEY_SCOPES = {
  read: ['secret.read', 'version.read'],
  write: ['secret.create', 'secret.update', 'secret.restore'],
  describe: ['secret.list', 'secret.describe', 'version.list'],
  delete: ['secret.delete'],
  data_keys: ['data_key.create', 'data_key.decrypt', 'data_key.rekey'],
  organizations: [
    'organization.list',
    'organization.describe',
    'organization.create',
    'organization.update',
    'organization.delete',
  ],
  events: ['event.list'],
} as const satisfies Record<string, readonly OperationName[]>;

export type KeyScope = keyof typeof KEY_SCOPES;
export const ALL_SCOPES = Object.keys(KEY_SCOPES) as KeyScope[];
export const isKeyScope = (text: string): text is KeyScope => Object.hasOwn(KEY_SCOPES, text);
