import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
});
afterEach(() => test.close());

describe('an organization', () => {
  it('is found by its id and by its external id', async () => {
    const made = await test.vault.createOrganization(key, {
      name: 'Acme',
      externalId: 'acme',
      metadata: { tier: 'gold' },
      domains: [{ domain: 'Acme.com', state: 'pending' }],
    });
    expect(made.domains).toMatchObject([{ domain: 'acme.com', state: 'pending' }]);
    expect(await test.vault.describeOrganization(key, { id: made.id })).toEqual(made);
    expect(await test.vault.describeOrganization(key, { externalId: 'acme' })).toEqual(made);
    const found = await test.vault.listOrganizations(key, { domains: ['ACME.com'] });
    expect(found.items).toEqual([made]);
    expect((await test.vault.listOrganizations(key, { domains: ['other.com'] })).items).toEqual([]);
  });

  it('keeps what an update does not name, and clears what it sets to null', async () => {
    const { id } = await test.vault.createOrganization(key, {
      name: 'Acme',
      externalId: 'acme',
      metadata: { a: '1' },
    });
    expect(await test.vault.updateOrganization(key, { id, name: 'New' })).toMatchObject({
      name: 'New',
      externalId: 'acme',
      metadata: { a: '1' },
    });
    expect(await test.vault.updateOrganization(key, { id, externalId: null, metadata: null })).toMatchObject({
      name: 'New',
      externalId: null,
      metadata: {},
    });
  });

  it('leaves in the trail what an update changed, and from what', async () => {
    const owner = await test.newUser('owner');
    const { id } = await test.newOrganization('Acme');
    const changes = async () => {
      const { items } = await test.vault.listEvents(owner, { types: ['organization.updated'] });
      return items.map(({ data }) => data.changed);
    };
    await test.vault.updateOrganization(test.operator, { id, requireReason: true, name: 'Acme' });
    expect(await changes()).toEqual([{ require_reason: { from: false, to: true } }]);
    const domains = ['a.com', 'b.com'].map((domain) => ({ domain, state: 'verified' as const }));
    await test.vault.updateOrganization(test.operator, { id, domains, retentionDays: 7 });
    await test.vault.updateOrganization(test.operator, {
      id,
      domains: domains.slice(1),
      metadata: { a: '1' },
    });
    await test.vault.updateOrganization(test.operator, { id });
    expect((await changes()).slice(0, 3)).toEqual([
      {},
      { metadata: {}, domains: { verified: [], pending: [], removed: ['a.com'] } },
      {
        retention_days: { from: 30, to: 7 },
        domains: { verified: ['a.com', 'b.com'], pending: [], removed: [] },
      },
    ]);
  });

  it('keeps both of two changes at once', async () => {
    const { id } = await test.newOrganization('Acme');
    await Promise.all([
      test.vault.updateOrganization(test.operator, { id, name: 'New' }),
      test.vault.updateOrganization(test.operator, { id, requireReason: true }),
    ]);
    expect(await test.vault.describeOrganization(test.operator, { id })).toMatchObject({
      name: 'New',
      requireReason: true,
    });
  });

  it('has an external id that no other live one has', async () => {
    const first = await test.vault.createOrganization(key, { name: 'A', externalId: 'x' });
    const taken = expect.objectContaining({ code: 'external_id_already_used' });
    await expect(test.vault.createOrganization(key, { name: 'B', externalId: 'x' })).rejects.toEqual(taken);
    const second = await test.vault.createOrganization(key, { name: 'B' });
    await expect(test.vault.updateOrganization(key, { id: second.id, externalId: 'x' })).rejects.toEqual(
      taken,
    );
    await test.vault.deleteOrganization(key, { id: first.id });
    expect(await test.vault.updateOrganization(key, { id: second.id, externalId: 'x' })).toMatchObject({
      externalId: 'x',
    });
  });

  it('goes with its live secrets, and theirs alone, if they are to go to the trash with it', async () => {
    const { id } = await test.vault.createOrganization(key, { name: 'A' });
    const other = await test.vault.createOrganization(key, { name: 'B' });
    const make = (name: string, organization_id: string) =>
      test.vault.createSecret(key, { name, value: 'v', context: { organization_id } });
    const [doomed, second, safe] = [
      await make('one', id),
      await make('two', id),
      await make('one', other.id),
    ];
    await expect(
      test.vault.deleteOrganization(key, { id, secrets: 'trash', confirmName: 'a' }),
    ).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'confirmName' }] });
    await test.vault.deleteOrganization(key, { id, secrets: 'trash', confirmName: 'A' });
    for (const one of [doomed, second]) {
      await expect(test.vault.readSecret(key, { id: one.id })).rejects.toMatchObject({ code: 'not_found' });
      await expect(test.vault.restoreSecret(key, { id: one.id })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect((await test.vault.readSecret(key, { id: safe.id })).value).toBe('v');
  });

  it('goes only when it has no live secrets, and is then gone from everything', async () => {
    const { id } = await test.vault.createOrganization(key, { name: 'A', externalId: 'x' });
    const secret = await test.vault.createSecret(key, {
      name: 's',
      value: 'v',
      context: { organization_id: id },
    });
    await expect(test.vault.deleteOrganization(key, { id })).rejects.toMatchObject({
      code: 'organization_not_empty',
    });
    await test.vault.deleteSecret(key, { id: secret.id });
    await test.vault.deleteOrganization(key, { id });
    for (const attempt of [
      test.vault.describeOrganization(key, { id }),
      test.vault.describeOrganization(key, { externalId: 'x' }),
      test.vault.updateOrganization(key, { id, name: 'B' }),
      test.vault.deleteOrganization(key, { id }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(
      test.vault.createSecret(key, { name: 's', value: 'v', context: { organization_id: id } }),
    ).rejects.toMatchObject({ code: 'unknown_organization' });
    await expect(test.vault.restoreSecret(key, { id: secret.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await test.vault.listOrganizations(key, {})).items).toEqual([]);
  });

  it('does not take a secret with it that is created at the same moment', async () => {
    const { id } = await test.vault.createOrganization(key, { name: 'A' });
    const [deleted, created] = await Promise.allSettled([
      test.vault.deleteOrganization(key, { id }),
      test.vault.createSecret(key, { name: 's', value: 'v', context: { organization_id: id } }),
    ]);
    expect([deleted.status, created.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('has limits, each with its words', async () => {
    const refused = [
      { name: '' },
      { name: 'x'.repeat(201) },
      { name: 'x', externalId: '' },
      { name: 'x', externalId: 'é' },
      { name: 'x', externalId: 'x'.repeat(129) },
      { name: 'x', metadata: { ['k'.repeat(41)]: 'v' } },
      { name: 'x', metadata: { k: 'v'.repeat(601) } },
      { name: 'x', metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      { name: 'x', domains: [{ domain: 'no domain', state: 'pending' as const }] },
    ];
    for (const given of refused) {
      await expect(test.vault.createOrganization(key, given)).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('lists in pages, newest first, and by name', async () => {
    for (let i = 0; i < 5; i++) await test.newOrganization(`Org ${i}`);
    const first = await test.vault.listOrganizations(key, { limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(['Org 4', 'Org 3']);
    const second = await test.vault.listOrganizations(key, { limit: 2, after: first.after as string });
    expect(second.items.map(({ name }) => name)).toEqual(['Org 2', 'Org 1']);
    expect(
      (await test.vault.listOrganizations(key, { search: 'org 3' })).items.map(({ name }) => name),
    ).toEqual(['Org 3']);
  });
});

describe('an organization’s own administrator', () => {
  it('changes its name, its trash and whether a reveal wants a reason', async () => {
    const { id } = await test.newOrganization('Acme', 'acme');
    const admin = await test.newUser({ role: 'admin', organizationId: id });
    const changed = { name: 'New', retentionDays: 14, requireReason: true };
    expect(await test.vault.updateOrganization(admin, { id, ...changed })).toMatchObject({
      ...changed,
      externalId: 'acme',
    });
    for (const role of ['editor', 'reader', 'viewer'] as const) {
      const other = await test.newUser({ role, organizationId: id });
      await expect(test.vault.updateOrganization(other, { id, name: 'X' })).rejects.toMatchObject({
        code: 'forbidden',
        lacks: 'organization.update',
      });
    }
    const stranger = await test.newUser({ role: 'admin', organizationId: (await test.newOrganization()).id });
    await expect(test.vault.updateOrganization(stranger, { id, name: 'X' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('takes no external id, free or another’s, no metadata, and verifies no domain', async () => {
    const { id } = await test.vault.createOrganization(key, {
      name: 'Acme',
      externalId: 'acme',
      metadata: { plan: 'small' },
    });
    await test.newOrganization('Bolt', 'bolt');
    const admin = await test.newUser({ role: 'admin', organizationId: id });
    const before = await test.vault.describeOrganization(key, { id });
    const told = new Set<string>();
    for (const given of [
      { externalId: 'free' },
      { externalId: 'bolt' },
      { externalId: null },
      { metadata: { plan: 'large' } },
      { metadata: null },
      { domains: [{ domain: 'acme.com', state: 'verified' as const }] },
    ]) {
      const refusal = await test.vault.updateOrganization(admin, { id, ...given }).then(
        () => 'it worked',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      );
      expect(refusal).toContain('forbidden');
      if ('externalId' in given) told.add(refusal);
    }
    // Whether another organization has the id is not told either.
    expect(told.size).toBe(1);
    expect(await test.vault.describeOrganization(key, { id })).toEqual(before);
    // What a form sends back unchanged is no change.
    await test.vault.updateOrganization(admin, { id, name: 'New', externalId: 'acme' });
    const domains = [{ domain: 'acme.com', state: 'pending' as const }];
    await test.vault.updateOrganization(admin, { id, domains });
    const owner = await test.newUser('owner');
    await test.vault.updateOrganization(owner, { id, externalId: 'other', metadata: { plan: 'large' } });
  });
});

describe('an API key', () => {
  it('is shown once and stored as a hash; lists tell it by its last four characters and its last use', async () => {
    const made = await test.vault.createApiKey(test.operator, { name: 'ci' });
    test.clock.advance(1_000);
    await test.vault.listSecrets({ via: 'api-key', token: made.token, requestId: 'test' }, {});
    const { items } = await test.vault.listApiKeys(test.operator, {});
    expect(items[0]).toMatchObject({
      id: made.id,
      name: 'ci',
      hint: made.token.slice(-4),
      lastUsedAt: test.clock.now().toISOString(),
    });
    expect(JSON.stringify(items)).not.toContain(made.token);
    expect(items.find(({ id }) => id === key.keyId)).toMatchObject({ lastUsedAt: null });
  });

  it('for an organization that is not there is not made', async () => {
    await expect(
      test.vault.createApiKey(test.operator, { name: 'x', organizationId: 'org_none' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is revoked once', async () => {
    await test.vault.revokeApiKey(test.operator, { id: key.keyId });
    await expect(test.vault.revokeApiKey(test.operator, { id: key.keyId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
