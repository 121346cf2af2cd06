import { randomInt, randomUUID } from 'node:crypto';
import type { Caller, IdentityProvider, NewSession, SsoClaims } from '../index';
import type { TestVault } from './open-test-vault';

export const ISSUER = 'https://login.example/';
export const BROWSER = 'the token that a browser keeps meanwhile';

/** What a provider says of somebody, unless a test says otherwise. */
export const claimsOf = (more: Partial<SsoClaims> = {}): SsoClaims => ({
  issuer: ISSUER,
  subject: randomUUID(),
  email: `${randomUUID()}@acme.example`,
  emailVerified: true,
  name: 'Grace Hopper',
  roles: [],
  ...more,
});

/** An identity provider of an organization, or of the environment. */
export function newProvider(
  test: TestVault,
  organizationId: string | null,
  more: Partial<Parameters<TestVault['vault']['createIdentityProvider']>[1]> = {},
  by: Caller = test.operator,
): Promise<IdentityProvider> {
  return test.vault.createIdentityProvider(by, {
    organizationId,
    name: 'Login',
    issuer: ISSUER,
    clientId: 'strongroom',
    clientSecret: 'client secret',
    ...more,
  });
}

/** An organization whose domain acme.example is verified. */
export const newVerifiedOrganization = (test: TestVault, domain = 'acme.example') =>
  test.vault.createOrganization(test.operator, {
    name: 'Acme',
    domains: [{ domain, state: 'verified' }],
  });

/** Back from the provider: what the last step takes. */
export async function comeBack(test: TestVault, providerId: string, claims: SsoClaims, by?: Caller) {
  const { vault } = test;
  // From a place of its own: beginnings are counted by place.
  const nobody = { ...test.nobody, address: `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` };
  const asked = { providerId, browser: BROWSER, next: '/' };
  const { state, organizationId } = by
    ? await vault.beginIdentityLink(by, asked)
    : await vault.beginSso(nobody, asked);
  await vault.takeSsoAnswer(nobody, { state, browser: BROWSER, organizationId });
  const text = JSON.stringify(claims);
  return { state, claims: text, voucher: vault.vouch(state, text) };
}

/** Signs in as whom the claims name. */
export async function signInAt(
  test: TestVault,
  providerId: string,
  claims: SsoClaims,
): Promise<Extract<Caller, { via: 'session' }> & NewSession> {
  const session = await test.vault.createSsoSession(test.nobody, await comeBack(test, providerId, claims));
  return { ...session, via: 'session', requestId: 'test' };
}
