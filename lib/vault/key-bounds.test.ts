import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, environments, grants } from '../db/schema';
import type { Caller } from './actor';
import type { VaultError } from './errors';
import { ALL_SCOPES, KEY_SCOPES, type KeyScope } from './key-scopes';
import type { SecretMetadata } from './secret-rows';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

/** What an API key may do is less than what its maker may: each bound, and nothing around it. */
let test: TestVault;
let acme: string;
let bolt: string;
let everything: ApiKeyCaller;
beforeAll(async () => {
  test = await openTestVault();
  [acme, bolt] = [(await test.newOrganization('Acme')).id, (await test.newOrganization('Bolt')).id];
  everything = await test.newKey();
});
afterAll(() => test.close());

const make = (name: string, organizationId = acme) =>
  test.vault.createSecret(everything, { name, value: 'v', context: { organization_id: organizationId } });
const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'it worked',
    (error: VaultError) => JSON.stringify([error.code, error.message, error.fields, error.current]),
  );
const from = (caller: Caller, address?: string): Caller => ({ ...caller, address });

describe('a key to some names', () => {
  let key: ApiKeyCaller;
  let inside: SecretMetadata;
  let outside: SecretMetadata;
  let trashed: SecretMetadata;
  beforeAll(async () => {
    key = await test.newKey(acme, { namePrefixes: ['db/', 'Straße'] });
    [inside, outside, trashed] = [await make('db/main'), await make('cache/main'), await make('cache/old')];
    await make('DB/upper');
    await make('db');
    await make('Strasse');
    await test.vault.deleteSecret(everything, { id: trashed.id });
  });

  it('uses them like any other key', async () => {
    const { vault } = test;
    const { id } = inside;
    expect((await vault.readSecret(key, { id })).value).toBe('v');
    expect((await vault.readSecret(key, { name: 'db/main' })).value).toBe('v');
    await vault.updateSecret(key, { id, value: 'w', unlessEqual: true });
    const { items } = await vault.listVersions(key, { id });
    expect((await vault.readVersion(key, { id, versionId: items[0]?.id ?? '' })).value).toBe('w');
    const context = { organization_id: acme };
    const made = await vault.createSecret(key, { name: 'Straße 1', value: 'v', context });
    await vault.deleteSecret(key, { id: made.id });
    await vault.restoreSecret(key, { id: made.id, name: 'db/street' });
    await vault.deleteSecrets(key, { organizationId: acme, ids: [made.id] });
    expect((await vault.listDeletedSecrets(key, {})).items.map(({ id: one }) => one)).toEqual([made.id]);
    await vault.restoreSecrets(key, { organizationId: acme, ids: [made.id] });
    const names = (await vault.listSecrets(key, {})).items.map(({ name }) => name);
    expect(names).toEqual(['db/street', 'db/main']);
  });

  const MISSING = 'secret_none';
  const ATTEMPTS: Record<string, (exists: boolean) => Promise<unknown>> = {
    'read by id': (e) => test.vault.readSecret(key, { id: e ? outside.id : MISSING }),
    'read by name': (e) => test.vault.readSecret(key, { name: e ? 'cache/main' : 'cache/none' }),
    'read by name in its organization': (e) =>
      test.vault.readSecret(key, { name: e ? 'cache/main' : 'cache/none', organizationId: acme }),
    describe: (e) => test.vault.describeSecret(key, { id: e ? outside.id : MISSING }),
    update: (e) => test.vault.updateSecret(key, { id: e ? outside.id : MISSING, value: 'x' }),
    'update with a stale version': (e) =>
      test.vault.updateSecret(key, {
        id: e ? outside.id : MISSING,
        value: 'x',
        versionCheck: 'version_none',
      }),
    'update unless equal': (e) =>
      test.vault.updateSecret(key, { id: e ? outside.id : MISSING, value: 'v', unlessEqual: true }),
    delete: (e) => test.vault.deleteSecret(key, { id: e ? outside.id : MISSING }),
    'delete several': (e) =>
      test.vault.deleteSecrets(key, { organizationId: acme, ids: [e ? outside.id : MISSING] }),
    restore: (e) => test.vault.restoreSecret(key, { id: e ? trashed.id : MISSING }),
    'restore under a name in reach': (e) =>
      test.vault.restoreSecret(key, { id: e ? trashed.id : MISSING, name: 'db/taken-over' }),
    'restore several': (e) =>
      test.vault.restoreSecrets(key, { organizationId: acme, ids: [e ? trashed.id : MISSING] }),
    versions: (e) => test.vault.listVersions(key, { id: e ? outside.id : MISSING }),
    'a version': (e) =>
      test.vault.readVersion(key, {
        id: e ? outside.id : MISSING,
        versionId: e ? outside.versionId : 'version_none',
      }),
    'create where the name is taken': (e) =>
      test.vault.createSecret(key, {
        name: e ? 'cache/main' : 'cache/none',
        value: 'x',
        context: { organization_id: acme },
      }),
    'rename to what is taken, out of the trash': async (e) => {
      const { id } = await make('db/short-lived');
      await test.vault.deleteSecret(everything, { id });
      await test.vault.restoreSecret(key, { id, name: e ? 'cache/main' : 'cache/none' });
    },
    'a page after it': (e) => test.vault.listSecrets(key, { after: e ? outside.id : MISSING }),
    'a page by name before it': (e) =>
      test.vault.listSecrets(key, { before: e ? outside.id : MISSING, sort: 'name' }),
    'a page of the trash after it': (e) =>
      test.vault.listDeletedSecrets(key, { after: e ? trashed.id : MISSING }),
  };
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    it(`finds nothing else, and cannot tell that it is there: ${name}`, async () => {
      const foreign = await failure(attempt(true));
      expect(foreign).not.toBe('it worked');
      expect(foreign).toBe(await failure(attempt(false)));
    });
  }

  it('lists and searches nothing else, in any order and in the trash', async () => {
    const { vault } = test;
    for (const input of [
      {},
      { sort: 'name' },
      { search: 'main' },
      { prefix: 'cache' },
      { prefix: 'd', sort: 'name' },
    ] as const) {
      for (const { name } of (await vault.listSecrets(key, { organizationId: acme, ...input })).items) {
        expect(name).toMatch(/^(db\/|Straße)/);
      }
    }
    expect((await vault.listSecrets(key, { prefix: 'cache' })).items).toEqual([]);
    const trashOf = async (caller: Caller) =>
      (await vault.listDeletedSecrets(caller, { organizationId: acme, search: 'cache' })).items;
    expect(await trashOf(key)).toEqual([]);
    expect(await trashOf(everything)).toHaveLength(1);
  });

  it('of the whole vault finds the same in each organization, and is asked which one', async () => {
    const wide = await test.newKey(null, { namePrefixes: ['db/'] });
    await make('db/main', bolt);
    await make('cache/alone', bolt);
    expect(await failure(test.vault.readSecret(wide, { name: 'db/main' }))).toContain('ambiguous_name');
    expect((await test.vault.readSecret(wide, { name: 'db/main', organizationId: bolt })).value).toBe('v');
    expect(await failure(test.vault.readSecret(wide, { name: 'cache/alone' }))).toContain('not_found');
  });

  it('takes every name that begins so, and lists what it can read', async () => {
    const odd = await test.newKey(acme, { namePrefixes: ['odd%_'] });
    for (const name of ['odd%_', 'odd%_\u{10FFFF}', 'odd%_é', 'oddly', 'odd%x']) {
      await make(name);
    }
    expect((await test.vault.listSecrets(odd, {})).items.map(({ name }) => name)).toEqual([
      'odd%_é',
      'odd%_\u{10FFFF}',
      'odd%_',
    ]);
  });

  it.each(['events', 'organizations', 'data_keys'] as const)('cannot have the scope %s', async (scope) => {
    const made = test.newKey(acme, { namePrefixes: ['db/'], scopes: ['read', scope] });
    await expect(made).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'scopes', code: 'not_by_name' }],
    });
    // Not even if its row says so: the trail would tell of all names.
    const written = await test.newKey(acme, { namePrefixes: ['db/'] });
    const { query } = test.database;
    await test.database.commit([
      query
        .update(apiKeys)
        .set({ scopes: [...ALL_SCOPES] })
        .where(eq(apiKeys.id, written.keyId)),
    ]);
    const attempts = {
      events: () => test.vault.listEvents(written, {}),
      organizations: () => test.vault.listOrganizations(written, {}),
      data_keys: () => test.vault.createDataKey(written, { context: { organization_id: acme } }),
    };
    await expect(attempts[scope]()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a scope', () => {
  const uses: Record<KeyScope, (key: Caller) => Promise<unknown>> = {
    read: (key) => test.vault.readSecret(key, { name: 'scoped' }),
    write: (key) =>
      test.vault.createSecret(key, {
        name: crypto.randomUUID(),
        value: 'v',
        context: { organization_id: acme },
      }),
    describe: (key) => test.vault.listSecrets(key, {}),
    delete: async (key) => test.vault.deleteSecret(key, { id: (await make(crypto.randomUUID())).id }),
    data_keys: (key) => test.vault.createDataKey(key, { context: { organization_id: acme } }),
    organizations: (key) => test.vault.listOrganizations(key, {}),
    events: (key) => test.vault.listEvents(key, {}),
  };
  beforeAll(async () => {
    await make('scoped');
  });

  it.each(ALL_SCOPES)(
    '%s is for that and nothing else, and a refusal names what is lacking',
    async (scope) => {
      const key = await test.newKey(acme, { scopes: [scope] });
      for (const other of ALL_SCOPES) {
        const tried = failure(uses[other](key));
        if (other === scope) expect(await tried, other).toBe('it worked');
        else expect(await tried, other).toContain(`This API key lacks the scope ${other} (`);
      }
    },
  );

  it('holds each operation once, and none that is for people', async () => {
    const all = Object.values(KEY_SCOPES).flat();
    expect(new Set(all).size).toBe(all.length);
    const key = await test.newKey();
    for (const attempt of [
      test.vault.createApiKey(key, { name: 'x' }),
      test.vault.listApiKeys(key, {}),
      test.vault.describeSession(key, {}),
      test.vault.revokeSession(key, {}),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('for people'),
      });
    }
  });

  it('to write does not tell whether a guess is the value', async () => {
    const key = await test.newKey(acme, { scopes: ['write'] });
    const { id } = await make('guessed');
    const guess = test.vault.updateSecret(key, { id, value: 'v', unlessEqual: true });
    await expect(guess).rejects.toMatchObject({ code: 'forbidden' });
    await test.vault.updateSecret(key, { id, value: 'v' });
  });
});

describe('a key for one organization that an administrator of the environment made', () => {
  it('reaches that one, and nothing that only the environment decides', async () => {
    const { vault } = test;
    const admin = await test.newUser('owner');
    const key = await test.newKey(acme, {}, admin);
    const { id } = await make('of-acme');
    const theirs = await make('of-bolt', bolt);
    expect((await vault.readSecret(key, { id })).value).toBe('v');
    await expect(vault.readSecret(key, { id: theirs.id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await vault.listOrganizations(key, {})).items.map((one) => one.id)).toEqual([acme]);
    await vault.updateOrganization(key, { id: acme, name: 'Acme' });
    for (const attempt of [
      vault.createOrganization(key, { name: 'Made with a key of Acme' }),
      vault.deleteOrganization(key, { id: acme }),
      vault.createDataKey(key, { context: {} }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
    }
    // A key to the whole vault may.
    await vault.createOrganization(await test.newKey(null, {}, admin), { name: 'Made' });
  });
});

describe('a key acts with its maker’s rights as they are now:', () => {
  const setRole = async (userId: string, role: string | null) => {
    const { query } = test.database;
    const of = eq(grants.userId, userId);
    await test.database.commit([
      role ? query.update(grants).set({ role }).where(of) : query.delete(grants).where(of),
    ]);
  };

  it('demoted, it is demoted; removed, it opens nothing; back again, it is back', async () => {
    const maker = await test.newUser({ role: 'admin', organizationId: acme });
    const key = await test.newKey(acme, {}, maker);
    const { id } = await make('followed');
    const read = () => failure(test.vault.readSecret(key, { id }));
    const write = () => failure(test.vault.updateSecret(key, { id, value: crypto.randomUUID() }));
    const look = () => failure(test.vault.describeSecret(key, { id }));
    expect([await read(), await write(), await look()]).toEqual(['it worked', 'it worked', 'it worked']);
    await setRole(maker.userId, 'viewer');
    expect([await read(), await write()].map((text) => text.slice(2, 11))).toEqual([
      'forbidden',
      'forbidden',
    ]);
    expect(await look()).toBe('it worked');
    await setRole(maker.userId, 'admin');
    expect(await write()).toBe('it worked');
    await setRole(maker.userId, null);
    expect(await look()).toContain('forbidden');
  });

  it('a key to the whole vault of somebody who administers one organization by now reaches that one', async () => {
    const maker = await test.newUser('admin', { role: 'reader', organizationId: bolt });
    const key = await test.newKey(null, {}, maker);
    const [ours, theirs] = [await make('narrowed'), await make('narrowed', bolt)];
    await test.vault.readSecret(key, { id: ours.id });
    const { query } = test.database;
    await test.database.commit([query.delete(grants).where(eq(grants.role, 'admin'))]);
    await expect(test.vault.readSecret(key, { id: ours.id })).rejects.toMatchObject({ code: 'not_found' });
    await test.vault.readSecret(key, { id: theirs.id });
    await expect(test.vault.updateSecret(key, { id: theirs.id, value: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('kept from values, an administrator’s keys are kept from them too; those of the command line are not', async () => {
    const maker = await test.newUser('owner');
    const [made, operators] = [await test.newKey(acme, {}, maker), await test.newKey(acme)];
    const { id } = await make('kept');
    await test.vault.readSecret(made, { id });
    const { query } = test.database;
    await test.database.commit([query.update(environments).set({ administratorsReadValues: false })]);
    try {
      await expect(test.vault.readSecret(made, { id })).rejects.toMatchObject({ code: 'forbidden' });
      await test.vault.describeSecret(made, { id });
      await test.vault.readSecret(operators, { id });
      await expect(test.newKey(acme, { scopes: ['describe', 'read'] }, maker)).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('no right to read here'),
      });
      await test.newKey(acme, { scopes: ['describe', 'write'] }, maker);
    } finally {
      await test.database.commit([query.update(environments).set({ administratorsReadValues: true })]);
    }
  });

  it('and ends with its organization', async () => {
    const gone = (await test.newOrganization('Gone')).id;
    const maker = await test.newUser('admin');
    const key = await test.newKey(gone, {}, maker);
    await test.vault.listSecrets(key, {});
    await test.vault.deleteOrganization(test.operator, { id: gone });
    await expect(test.vault.listSecrets(key, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a key that ends', () => {
  it('works until that very moment, and is then like one that never was', async () => {
    const own = await openTestVault();
    try {
      const key = await own.newKey(null, { expiresAt: '2026-02-01T00:00:00+01:00' });
      own.clock.set('2026-01-31T22:59:59.999Z');
      await own.vault.listSecrets(key, {});
      own.clock.set('2026-01-31T23:00:00.000Z');
      const unknown = { ...key, token: 'sk_none' };
      expect(await failure(own.vault.listSecrets(key, {}))).toBe(
        await failure(own.vault.listSecrets(unknown, {})),
      );
    } finally {
      await own.close();
    }
  });
});

describe('a key for some addresses', () => {
  it.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['::ffff:0a01:0203', true],
    ['11.1.2.3', false],
    ['::ffff:11.1.2.3', false],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['2001:DB8::5', true],
    ['2001:db9::5', false],
    ['::10.1.2.3', false],
    ['fe80::1%eth0', false],
    ['10.1.2.3, 203.0.113.7', false],
    ['unknown', false],
    ['', false],
    [undefined, false],
  ])('that comes from %s: %s', async (address, taken) => {
    const key = await test.newKey(acme, {
      allowedAddresses: ['10.0.0.0/8', ' 203.0.113.7 ', '2001:db8::/32'],
    });
    const tried = test.vault.listSecrets(from(key, address), {});
    if (taken) await tried;
    else await expect(tried).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('is refused under its own name, in the trail of its organization, and does not count as used', async () => {
    const maker = await test.newUser('admin');
    const settings = { name: 'billing', allowedAddresses: ['10.0.0.0/8'] };
    const key = await test.newKey(acme, settings, maker);
    await failure(test.vault.listSecrets(from(key, '203.0.113.9'), {}));
    const input = { organizationId: acme, types: ['operation.refused' as const], limit: 1 };
    const { items } = await test.vault.listEvents(maker, input);
    expect(items[0]).toMatchObject({
      actor: { id: key.keyId, name: 'billing', source: 'api' },
      address: '203.0.113.9',
      data: { operation: 'secret.list', code: 'address_not_allowed' },
    });
    const find = async () =>
      (await test.vault.listApiKeys(maker, { organizationId: acme })).items.find(
        ({ id }) => id === key.keyId,
      );
    expect(await find()).toMatchObject({ lastUsedAt: null, lastUsedAddress: null });
    await test.vault.listSecrets(from(key, '10.9.9.9'), {});
    expect(await find()).toMatchObject({ lastUsedAddress: '10.9.9.9' });
  });

  it.each(['10.0.0.0/33', '10.0.0', 'example.com', '10.0.0.0/-1', '::/129', '10.0.0.1 - 10.0.0.9', ''])(
    '“%s” is no address',
    async (address) => {
      await expect(test.newKey(acme, { allowedAddresses: [address] })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  it('one of several that is none is told by its number', async () => {
    await expect(
      test.newKey(acme, { allowedAddresses: ['10.0.0.0/8', 'example.com'] }),
    ).rejects.toMatchObject({
      fields: [
        {
          field: 'allowedAddresses.1',
          message: 'Number 2 is none: give an address or a range, such as 203.0.113.7 or 10.0.0.0/8.',
        },
      ],
    });
  });
});
