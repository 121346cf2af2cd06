import { and, eq, inArray } from 'drizzle-orm';
import { identities, identityProviders } from '../db/schema';
import type { Work } from './operation';

export interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

const MOST_IDENTITIES = 50;

/** By which whoever asks is known; to one organization, those at its own providers. */
export async function identitiesOf({ database, actor }: Work): Promise<Identity[]> {
  const { vouchedFor = null } = actor;
  const issuers = database.query
    .select({ issuer: identityProviders.issuer })
    .from(identityProviders)
    .where(eq(identityProviders.organizationId, vouchedFor ?? ''));
  return await database.query
    .select({
      id: identities.id,
      issuer: identities.issuer,
      createdAt: identities.createdAt,
      lastUsedAt: identities.lastUsedAt,
    })
    .from(identities)
    .where(
      and(
        eq(identities.userId, actor.id),
        vouchedFor === null ? undefined : inArray(identities.issuer, issuers),
      ),
    )
    .limit(MOST_IDENTITIES);
}
