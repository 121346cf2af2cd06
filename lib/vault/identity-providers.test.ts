import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, identityProviders } from '../db/schema';
import {
  claimsOf,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  signInAt,
  type TestVault,
} from './test-support';

let test: TestVault;
let acme: { id: string };
beforeEach(async () => {
  test = await openTestVault();
  acme = await newVerifiedOrganization(test);
});
afterEach(() => test.close());

const forbidden = expect.objectContaining({ code: 'forbidden' });
const notFound = expect.objectContaining({ code: 'not_found' });
const organizationOf = (id: string) => test.vault.describeOrganization(test.operator, { id });

describe('an identity provider', () => {
  it('is made by an organization’s administrator, and never shows its client secret again', async () => {
    const admin = await test.newUser({ role: 'admin', organizationId: acme.id });
    const made = await newProvider(test, acme.id, { issuer: 'https://login.example' }, admin);
    expect(made).toMatchObject({ issuer: 'https://login.example/', organizationId: acme.id, roles: {} });
    const listed = await test.vault.listIdentityProviders(admin, { organizationId: acme.id });
    expect(listed).toEqual([made]);
    const changed = await test.vault.updateIdentityProvider(admin, {
      id: made.id,
      clientSecret: 'another secret',
      name: 'Renamed',
    });
    expect(changed).toMatchObject({ name: 'Renamed', clientId: 'strongroom' });
    const trail = await test.database.query.select().from(events);
    expect(trail.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['identity_provider.created', 'identity_provider.updated']),
    );
    const [row] = await test.database.query.select().from(identityProviders);
    const seen = JSON.stringify([made, listed, changed, trail]);
    for (const secret of ['client secret', 'another secret']) {
      expect(seen).not.toContain(secret);
      expect(Buffer.from(row?.sealedClientSecret ?? []).includes(secret)).toBe(false);
    }
  });

  it('has a secret that opens in its own row alone', async () => {
    const one = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const two = await newProvider(test, acme.id, { defaultRole: 'viewer', clientSecret: 'of the other' });
    const { query } = test.database;
    const [row] = await query.select().from(identityProviders).where(eq(identityProviders.id, two.id));
    const sealedClientSecret = row?.sealedClientSecret as Uint8Array;
    await query.update(identityProviders).set({ sealedClientSecret }).where(eq(identityProviders.id, one.id));
    const asked = { providerId: one.id, browser: 'x'.repeat(32), next: '/' };
    const { state } = await test.vault.beginSso(test.nobody, asked);
    const exchange = await test.vault.takeSsoAnswer(test.nobody, {
      state,
      browser: asked.browser,
      organizationId: acme.id,
    });
    expect(() => exchange.clientSecret()).toThrow(expect.objectContaining({ code: 'integrity_failure' }));
  });

  it('is one that https reaches', async () => {
    for (const issuer of [
      'http://login.example',
      'ftp://login.example',
      'https://ada:pw@login.example',
      'https://login.example/?x=1',
      'https://login.example/#x',
      'https://login.example?',
      'login.example',
      'https://',
    ]) {
      await expect(newProvider(test, acme.id, { issuer }), issuer).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ field: 'issuer' }],
      });
    }
  });

  it('gives no role that whoever maps it could not give', async () => {
    const editor = await test.newUser({ role: 'editor', organizationId: acme.id });
    await expect(newProvider(test, acme.id, {}, editor)).rejects.toEqual(forbidden);
    // An administrator who reads no values gives no role that does.
    await test.vault.updateEnvironment(test.operator, { administratorsReadValues: false });
    const admin = await test.newUser('admin');
    const mapped = { roleClaim: 'groups', roles: { staff: 'reader' } } as const;
    await expect(newProvider(test, acme.id, mapped, admin)).rejects.toEqual(forbidden);
    await expect(newProvider(test, acme.id, { defaultRole: 'admin' }, admin)).rejects.toEqual(forbidden);
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' }, admin);
    await expect(test.vault.updateIdentityProvider(admin, { id, ...mapped })).rejects.toEqual(forbidden);
  });

  it('of the environment gives no roles, and is not for organizations to see', async () => {
    await expect(newProvider(test, null, { defaultRole: 'viewer' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const { id } = await newProvider(test, null);
    const admin = await test.newUser({ role: 'admin', organizationId: acme.id });
    const { vault } = test;
    await expect(vault.listIdentityProviders(admin, { organizationId: null })).rejects.toEqual(forbidden);
    await expect(newProvider(test, null, {}, admin)).rejects.toEqual(forbidden);
    await expect(vault.updateIdentityProvider(admin, { id, disabled: true })).rejects.toEqual(notFound);
    await expect(vault.describeIdentityProvider(admin, { id })).rejects.toEqual(notFound);
    await expect(vault.deleteIdentityProvider(admin, { id })).rejects.toEqual(notFound);
    expect(await vault.listIdentityProviders(test.operator, { organizationId: null })).toHaveLength(1);
  });

  it('is one of ten at most', async () => {
    for (let i = 0; i < 10; i++) await newProvider(test, acme.id);
    await expect(newProvider(test, acme.id)).rejects.toMatchObject({ code: 'invalid_input' });
    await newProvider(test, null);
  });
});

describe('required single sign-on', () => {
  const demand = (by: Parameters<TestVault['vault']['requireSso']>[0], required = true) =>
    test.vault.requireSso(by, { organizationId: acme.id, required });

  it('hides the organization from members who signed in elsewhere; their keys go on', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const member = await test.newUser({ role: 'admin', organizationId: acme.id });
    const key = await test.newKey(acme.id);
    const colleague = await signInAt(test, id, claimsOf());
    await demand(test.operator);
    await expect(test.vault.describeOrganization(member, { id: acme.id })).rejects.toEqual(forbidden);
    expect((await test.vault.describeSession(member, {})).grants).toEqual([]);
    expect(await test.vault.describeSingleSignOn(member, {})).toMatchObject({
      closed: [{ name: 'Acme', provider: { id, name: 'Login' } }],
    });
    expect(await test.vault.describeOrganization(colleague, { id: acme.id })).toMatchObject({
      requireSso: true,
    });
    await test.vault.listSecrets(key, {});
    // Nor does a session from the environment's provider count.
    const everywhere = await newProvider(test, null, { issuer: 'https://company.example' });
    expect((await test.vault.describeSession(member, {})).grants).toEqual([]);
    expect(everywhere.organizationId).toBeNull();
    await demand(test.operator, false);
    expect((await test.vault.describeOrganization(member, { id: acme.id })).requireSso).toBe(false);
  });

  it('is switched on only by whoever has just come in that way, or runs the environment', async () => {
    await expect(demand(test.operator)).rejects.toMatchObject({ code: 'invalid_input' });
    const { id } = await newProvider(test, acme.id, { defaultRole: 'admin' });
    const admin = await test.newUser({ role: 'admin', organizationId: acme.id });
    await expect(demand(admin)).rejects.toMatchObject({ code: 'sso_required' });
    expect(await organizationOf(acme.id)).toMatchObject({ requireSso: false });
    const inside = await signInAt(test, id, claimsOf());
    expect(await demand(inside)).toMatchObject({ requireSso: true });
    await demand(inside, false);
    await demand(await test.newUser('owner'));
    const other = await test.newOrganization('Other');
    await expect(
      test.vault.requireSso(inside, { organizationId: other.id, required: false }),
    ).rejects.toEqual(notFound);
  });

  it('keeps the last provider through which members get in', async () => {
    const one = await newProvider(test, acme.id);
    const two = await newProvider(test, acme.id);
    await demand(test.operator);
    await test.vault.updateIdentityProvider(test.operator, { id: one.id, disabled: true });
    const last = expect.objectContaining({ code: 'sso_required' });
    await expect(
      test.vault.updateIdentityProvider(test.operator, { id: two.id, disabled: true }),
    ).rejects.toEqual(last);
    await expect(test.vault.deleteIdentityProvider(test.operator, { id: two.id })).rejects.toEqual(last);
    await test.vault.deleteIdentityProvider(test.operator, { id: one.id });
    await demand(test.operator, false);
    await test.vault.deleteIdentityProvider(test.operator, { id: two.id });
  });
});

describe('a domain', () => {
  const setDomains = (
    by: Parameters<TestVault['vault']['updateOrganization']>[0],
    domains: { domain: string; state: 'pending' | 'verified' }[],
    id = acme.id,
  ) => test.vault.updateOrganization(by, { id, domains });

  it('is added by an organization’s administrator, and verified by one of the environment', async () => {
    const admin = await test.newUser({ role: 'admin', organizationId: acme.id });
    const verified = { domain: 'acme.example', state: 'verified' } as const;
    const [before] = (await organizationOf(acme.id)).domains;
    const { domains } = await setDomains(admin, [verified, { domain: 'ACME.test', state: 'pending' }]);
    expect(domains).toMatchObject([before, { domain: 'acme.test', state: 'pending' }]);
    await expect(setDomains(admin, [verified, { domain: 'acme.test', state: 'verified' }])).rejects.toEqual(
      forbidden,
    );
    // Nor with a key that acts as them.
    await setDomains(await test.newUser('admin'), [verified, { domain: 'acme.test', state: 'verified' }]);
    await setDomains(admin, []);
    await expect(setDomains(admin, [verified])).rejects.toEqual(forbidden);
  });

  it('is verified for one organization only', async () => {
    const other = await test.newOrganization('Other');
    const taken = expect.objectContaining({ code: 'invalid_input' });
    const verified = [{ domain: 'Acme.example', state: 'verified' as const }];
    await expect(setDomains(test.operator, verified, other.id)).rejects.toEqual(taken);
    await expect(
      test.vault.createOrganization(test.operator, { name: 'Third', domains: verified }),
    ).rejects.toEqual(taken);
    await setDomains(test.operator, [{ domain: 'acme.example', state: 'pending' }], other.id);
    await test.vault.deleteOrganization(test.operator, { id: acme.id });
    await setDomains(test.operator, verified, other.id);
  });
});
