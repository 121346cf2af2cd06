import { VaultError } from './errors';

/** Why somebody whom a provider knows is not let in, in words for them. */
export const SSO_REFUSALS = {
  not_begun:
    'This sign-in was not begun in this browser, took longer than ten minutes, or was used already. Begin again.',
  unreadable: 'What your identity provider says of you makes no sense here.',
  other_issuer: 'The answer came from another issuer than the one that is known here.',
  no_email: 'Your identity provider does not tell your e-mail address.',
  unverified: 'Your identity provider does not say that your e-mail address is verified.',
  foreign_domain: 'Your e-mail address is of none of the verified domains of this organization.',
  no_role: 'Your identity provider gives you no role in this organization. Ask its administrator.',
  no_account: 'You have no account here. Ask an administrator for an invitation.',
  taken: 'This identity belongs to another account.',
} as const;
export type SsoRefusal = keyof typeof SSO_REFUSALS;

export const refused = (why: SsoRefusal): VaultError =>
  new VaultError('sso_refused', SSO_REFUSALS[why], {
    fields: [{ field: 'sso', code: why, message: SSO_REFUSALS[why] }],
  });
