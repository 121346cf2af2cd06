import { type Actor, authorizedTo } from './policy';
import type { SecretRow } from './secret-rows';

/** As one of the organization's own, or by a right to the whole environment. */
export type Reach = 'organization' | 'environment';

/** Whether an actor reads as one of the organization's own, for the event of the read. */
export function readerReach(actor: Actor, { organizationId }: Pick<SecretRow, 'organizationId'>): Reach {
  if (actor.bounds) return actor.bounds.organizationId === null ? 'environment' : 'organization';
  const own = actor.grants.filter((grant) => grant.organizationId !== null);
  const reads = authorizedTo({ ...actor, grants: own }, 'secret.read')?.reaches(organizationId);
  return reads ? 'organization' : 'environment';
}
