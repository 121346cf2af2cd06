import { z } from 'zod';
import { type IdentityProvider, issuerOf } from './identity-provider-rows';
import { emailAddress } from './inputs';
import type { Work } from './operation';
import { ORGANIZATION_ROLES, type OrganizationRole } from './policy';
import { refused } from './sso-refusals';
import { isVouchedFor } from './sso-states';

/** What an identity provider says of somebody, after lib/sso has checked that it says so. */
const claims = z.strictObject({
  issuer: z.url().transform(issuerOf),
  subject: z.string().min(1).max(255),
  email: emailAddress.nullable(),
  emailVerified: z.boolean(),
  name: z.string().nullable(),
  /** The values of the provider's role claim. */
  roles: z.array(z.string()).max(1000),
});
export type SsoClaims = z.input<typeof claims>;
export type ReadClaims = z.output<typeof claims>;

/** As operations take them: in one text, with what vouches for it. */
export const vouchedClaims = {
  state: z.string().max(200),
  claims: z.string().max(64 * 1024),
  voucher: z.string().max(200),
};

/** Throws `sso_refused` for claims that lib/sso has not vouched for, in answer to this very state. */
export function readClaims(
  work: Pick<Work, 'serviceKey'>,
  given: { readonly state: string; readonly claims: string; readonly voucher: string },
): ReadClaims {
  if (!isVouchedFor(work, given.state, given.claims, given.voucher)) throw refused('not_begun');
  const read = claims.safeParse(JSON.parse(given.claims));
  if (read.success) return read.data;
  throw refused('unreadable');
}

/** Their e-mail address. Throws `sso_refused` where the provider does not say that it is theirs. */
export function verifiedEmail({ email, emailVerified }: ReadClaims): string {
  if (email === null) throw refused('no_email');
  if (emailVerified) return email;
  throw refused('unverified');
}

/** Throws `sso_refused` for tokens of another issuer than the provider is known by. */
export function refuseOtherIssuer(provider: Pick<IdentityProvider, 'issuer'>, { issuer }: ReadClaims): void {
  if (issuer !== provider.issuer) throw refused('other_issuer');
}

/** The strongest that a value of the claim is mapped to, else the default; null: none, and so no way in. */
export function mappedRole(
  { roleClaim, roles, defaultRole }: Pick<IdentityProvider, 'roleClaim' | 'roles' | 'defaultRole'>,
  values: readonly string[],
): OrganizationRole | null {
  const given =
    roleClaim === null ? [] : values.map((value) => (Object.hasOwn(roles, value) ? roles[value] : null));
  return ORGANIZATION_ROLES.find((role) => given.includes(role)) ?? defaultRole;
}
