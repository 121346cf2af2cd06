import type { Account, Caller, Vault } from '@/lib/vault';

/** What the organizations are called in which somebody may have done something, by their id. */
export type PlaceNames = ReadonlyMap<string, string>;

/** Whoever has a role for the whole installation has one in each organization, and the roles name none of them. */
const MOST_ORGANIZATIONS = 100;

export async function placeNamesOf(
  vault: Vault,
  caller: Caller,
  roles: Account['roles'],
): Promise<PlaceNames> {
  const all = roles.some(({ organizationId }) => organizationId === null)
    ? (await vault.listOrganizations(caller, { limit: MOST_ORGANIZATIONS })).items
    : [];
  return new Map([
    ...all.map(({ id, name }) => [id, name] as const),
    ...roles.map(
      ({ organizationId, organizationName }) => [organizationId ?? '', organizationName ?? ''] as const,
    ),
  ]);
}
