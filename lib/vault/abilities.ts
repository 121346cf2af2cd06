import type { OperationName } from './policy';

/** What people ask about a secret, and the operation that decides it. */
export const ABILITIES = {
  see: 'secret.describe',
  reveal: 'secret.read',
  replace: 'secret.update',
  delete: 'secret.delete',
  export: 'secret.export',
} as const satisfies Record<string, OperationName>;

export type Ability = keyof typeof ABILITIES;
export const ALL_ABILITIES = Object.keys(ABILITIES) as Ability[];
