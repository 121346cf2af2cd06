import type { Write } from '../db/client';
import { grants } from '../db/schema';
import { VaultError } from './errors';
import { newId } from './ids';
import type { Work } from './operation';
import { type Grant, mayGive, type Role } from './policy';

/** Throws `forbidden` for a role that allows more than whoever gives it may do. */
export function refuseToGive({ actor }: Pick<Work, 'actor'>, grant: Grant): void {
  if (mayGive(actor, grant)) return;
  throw new VaultError('forbidden', 'Nobody gives a role that allows more than their own.');
}

/** A role for one organization, or for the whole environment where none is named. */
export function grantWrite(
  { database, now, at }: Work,
  userId: string,
  organizationId: string | null,
  role: Role,
): Write {
  return database.query
    .insert(grants)
    .values({ id: newId('grant', now), userId, organizationId, role, createdAt: at });
}
