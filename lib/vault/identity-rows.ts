import { and, eq, inArray } from 'drizzle-orm';
import { identities, identityProviders } from '../db/schema';
import { byAge } from './identity-provider-rows';
import type { Work } from './operation';

/** Who somebody is at an identity provider. */
export interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

const MOST = 50;

/** In the order in which they were linked. Where an organization vouches for the session: those at its own providers. */
export async function ownIdentities({
  database,
  actor,
}: Pick<Work, 'database' | 'actor'>): Promise<Identity[]> {
  const { vouchedFor } = actor;
  const { issuer, organizationId } = identityProviders;
  const itsIssuers = database.query.select({ issuer }).from(identityProviders);
  const own = await database.query
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
        vouchedFor ? inArray(identities.issuer, itsIssuers.where(eq(organizationId, vouchedFor))) : undefined,
      ),
    )
    .limit(MOST);
  return own.toSorted(byAge);
}
