import { and, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { identities, identityProviders, passkeys, users } from '../db/schema';
import { VaultError } from './errors';

/**
 * A condition for `expectThat`: without this one, somebody still signs in to all of their account, with a password, a
 * passkey, or at a provider of the environment that is in use. One of an organization speaks for them there alone: who had
 * nothing else could never add anything again.
 */
export function hasAnotherWayIn(userId: string, without: { readonly id: string }): SQL {
  const password = and(eq(users.id, userId), isNotNull(users.passwordHash));
  const passkey = and(eq(passkeys.userId, userId), ne(passkeys.id, without.id));
  const identity = and(eq(identities.userId, userId), ne(identities.id, without.id));
  const inUse = and(isNull(identityProviders.organizationId), isNull(identityProviders.disabledAt));
  return sql`(exists (select 1 from ${users} where ${password})
    or exists (select 1 from ${passkeys} where ${passkey})
    or exists (select 1 from ${identities} where ${identity} and ${identities.issuer} in
      (select ${identityProviders.issuer} from ${identityProviders} where ${inUse})))`;
}

export const lastWayIn = (): VaultError =>
  new VaultError(
    'invalid_input',
    'This is the last way in which you can sign in. Choose a password or add another passkey first.',
  );
