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

/** Those that can be told apart by the names of secrets: a key to some names has no others. */
export const NAMED_SCOPES = ['read', 'write', 'describe', 'delete'] as const satisfies readonly KeyScope[];

/** The scope that an operation belongs to, if any. */
export const scopeOf = (operation: OperationName): KeyScope | undefined => SCOPE_OF.get(operation);

/** Whether the bounds of a key allow an operation. */
export function inScope(
  { scopes, namePrefixes }: { scopes: readonly KeyScope[]; namePrefixes: readonly string[] | null },
  operation: OperationName,
): boolean {
  const scope = scopeOf(operation);
  if (scope === undefined || !scopes.includes(scope)) return false;
  return namePrefixes === null || (NAMED_SCOPES as readonly KeyScope[]).includes(scope);
}

export type KeyScope = keyof typeof KEY_SCOPES;
export const ALL_SCOPES = Object.keys(KEY_SCOPES) as KeyScope[];
export const isKeyScope = (text: string): text is KeyScope => Object.hasOwn(KEY_SCOPES, text);

const SCOPE_OF: ReadonlyMap<OperationName, KeyScope> = new Map(
  ALL_SCOPES.flatMap((scope) => KEY_SCOPES[scope].map((operation) => [operation, scope] as const)),
);
