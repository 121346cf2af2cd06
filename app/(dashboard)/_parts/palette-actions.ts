'use server';

import { forAction } from '@/lib/web/action';
import { namesApart } from '@/lib/web/names-apart';

/** So many of each kind: whoever wants more goes to the list. */
const FOUND = 6;

export interface Found {
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly detail?: string | undefined;
  }[];
  readonly secrets: readonly { readonly id: string; readonly name: string }[];
}

/** Organizations, and secrets of the one that is looked at, by a part of their names. The looking is recorded as in the list. */
export async function findAction(
  organizationId: string | null,
  search: string,
): Promise<Found | { readonly error: string }> {
  const done = await forAction(async (vault, caller): Promise<Found> => {
    const organizations = await vault.listOrganizations(caller, { search, limit: FOUND });
    const secrets = organizationId
      ? await vault.listSecrets(caller, { organizationId, search, limit: FOUND })
      : { items: [] };
    return {
      organizations: namesApart(organizations.items),
      secrets: secrets.items.map(({ id, name }) => ({ id, name })),
    };
  });
  return done.status === 'error' ? { error: done.message } : done.result;
}
