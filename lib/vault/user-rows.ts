import type { Write } from '../db/client';
import { grants } from '../db/schema';
import { newId } from './ids';
import type { Work } from './operation';
import type { Role } from './policy';

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
