import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeys, grants } from '../db/schema';
import type { Caller } from './actor';
import type { VaultError } from './errors';
import {
  type ApiKeyCaller,
  openTestVault,
  overtaken,
  type SessionCaller,
  type TestVault,
} from './test-support';

const DAY_MS = 86_400_000;
const IN_30_DAYS = '2026-03-02T12:00:00.000Z';

let test: TestVault;
let acme: string;
let bolt: string;
let owner: SessionCaller;
let ofAcme: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  [acme, bolt] = [(await test.newOrganization('Acme')).id, (await test.newOrganization('Bolt')).id];
  owner = await test.newUser('owner');
  ofAcme = await test.newUser({ role: 'admin', organizationId: acme });
});
afterEach(() => test.close());

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'it worked',
    (error: VaultError) => JSON.stringify([error.code, error.message, error.fields]),
  );
const asKey = (token: string): Caller => ({ via: 'api-key', token, requestId: 'test' });
const keysSeenBy = async (caller: Caller, organizationId?: string) =>
  (await test.vault.listApiKeys(caller, { ...(organizationId ? { organizationId } : {}), limit: 100 })).items;
const keyOf = async (id: string) => (await keysSeenBy(test.operator)).find((key) => key.id === id);
const eventsOf = async (type: 'api_key.created' | 'api_key.rotated' | 'api_key.revoked') =>
  (await test.vault.listEvents(await test.newUser('auditor'), { types: [type], limit: 100 })).items;

describe('an API key', () => {
  it('is made with all its settings, which the list tells, and the trail says what it is for', async () => {
    const settings = {
      name: 'billing',
      scopes: ['read' as const, 'describe' as const, 'read' as const],
      namePrefixes: ['billing/', 'billing/'],
      allowedAddresses: ['10.0.0.0/8'],
      requestsPerMinute: 60,
      expiresInDays: 30,
    };
    const { id, token } = await test.vault.createApiKey(ofAcme, { organizationId: acme, ...settings });
    expect(await keyOf(id)).toMatchObject({
      name: 'billing',
      organizationId: acme,
      hint: token.slice(-4),
      createdById: ofAcme.userId,
      createdByName: 'Test person',
      scopes: ['read', 'describe'],
      opens: ['read', 'describe'],
      namePrefixes: ['billing/'],
      allowedAddresses: ['10.0.0.0/8'],
      requestsPerMinute: 60,
      expiresAt: IN_30_DAYS,
      lastUsedAt: null,
      replacedById: null,
      state: 'works',
    });
    const [event] = await eventsOf('api_key.created');
    expect(event).toMatchObject({
      organizationId: acme,
      data: { key_id: id, key_name: 'billing', scopes: ['read', 'describe'], expires_at: IN_30_DAYS },
    });
    expect(JSON.stringify([await keysSeenBy(owner), event])).not.toContain(token);
  });

  it('reaches everything for ever where nothing is said', async () => {
    const { id } = await test.vault.createApiKey(owner, { name: 'all' });
    expect(await keyOf(id)).toMatchObject({
      organizationId: null,
      scopes: ['read', 'write', 'describe', 'delete', 'data_keys', 'organizations', 'events'],
      namePrefixes: null,
      allowedAddresses: null,
      requestsPerMinute: null,
      expiresAt: null,
    });
    const named = await test.vault.createApiKey(owner, { name: 'some', namePrefixes: ['a'] });
    expect((await keyOf(named.id))?.scopes).toEqual(['read', 'write', 'describe', 'delete']);
  });

  it.each([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['everything'] as never }, 'scopes.0'],
    [{ namePrefixes: [] }, 'namePrefixes'],
    [{ namePrefixes: [''] }, 'namePrefixes.0'],
    [{ namePrefixes: ['a\u0000'] }, 'namePrefixes.0'],
    [{ namePrefixes: ['\uD800'] }, 'namePrefixes.0'],
    [{ namePrefixes: Array.from({ length: 21 }, (_, i) => `${i}`) }, 'namePrefixes'],
    [{ allowedAddresses: [] }, 'allowedAddresses'],
    [{ allowedAddresses: ['localhost'] }, 'allowedAddresses.0'],
    [{ requestsPerMinute: 0 }, 'requestsPerMinute'],
    [{ requestsPerMinute: 60_001 }, 'requestsPerMinute'],
    [{ requestsPerMinute: 1.5 }, 'requestsPerMinute'],
    [{ expiresInDays: 0 }, 'expiresInDays'],
    [{ expiresInDays: 3_651 }, 'expiresInDays'],
    [{ expiresAt: '2026-01-31T12:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2026-02-31' }, 'expiresAt'],
    [{ expiresAt: IN_30_DAYS, expiresInDays: 30 }, 'expiresInDays'],
  ])('is not made of %j', async (settings, field) => {
    const before = (await keysSeenBy(owner)).length;
    const made = test.vault.createApiKey(owner, { name: 'x', ...settings });
    await expect(made).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [expect.objectContaining({ field })],
    });
    expect(await keysSeenBy(owner)).toHaveLength(before);
  });

  it('is made by whoever may, in their own organization only', async () => {
    const { vault } = test;
    const make = (caller: Caller, organizationId?: string) =>
      failure(vault.createApiKey(caller, { name: 'x', organizationId, scopes: ['describe'] }));
    expect(await make(ofAcme, acme)).toBe('it worked');
    expect(await make(ofAcme, bolt)).toBe(await make(ofAcme, 'org_none'));
    expect(await make(ofAcme, bolt)).toContain('not_found');
    // What they make, they may do: not even with both organizations is it the whole vault.
    const both = await test.newUser(
      { role: 'admin', organizationId: acme },
      { role: 'admin', organizationId: bolt },
    );
    for (const caller of [ofAcme, both]) {
      expect(await make(caller)).toContain('A key to the whole vault is made by those who run it.');
    }
    for (const role of ['editor', 'reader', 'viewer'] as const) {
      expect(await make(await test.newUser({ role, organizationId: acme }), acme)).toContain('forbidden');
    }
    expect(await make(await test.newUser('auditor'), acme)).toContain('forbidden');
    expect(await make(test.nobody, acme)).toContain('unauthenticated');
  });

  it('asks a person who they are, if that was long ago', async () => {
    const { id } = await test.vault.createApiKey(ofAcme, { name: 'x', organizationId: acme });
    test.clock.advance(16 * 60_000);
    const attempts = [
      test.vault.createApiKey(ofAcme, { name: 'x', organizationId: acme }),
      test.vault.rotateApiKey(ofAcme, { id, overlapDays: 0 }),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'proof_required' });
    // To end one must never wait.
    await test.vault.revokeApiKey(ofAcme, { id });
  });
});

describe('the list of keys', () => {
  it('is that of one’s own organization, whole pages of it, and what is another’s is not there', async () => {
    for (const place of [acme, bolt, undefined, acme, acme]) await test.newKey(place);
    const { vault } = test;
    expect(await keysSeenBy(owner)).toHaveLength(5);
    expect(await keysSeenBy(owner, bolt)).toHaveLength(1);
    const own = await keysSeenBy(ofAcme);
    expect(own.map(({ organizationId }) => organizationId)).toEqual([acme, acme, acme]);
    expect(await keysSeenBy(ofAcme, acme)).toEqual(own);
    const first = await vault.listApiKeys(ofAcme, { limit: 2 });
    const second = await vault.listApiKeys(ofAcme, { limit: 2, after: first.after ?? '' });
    expect([...first.items, ...second.items]).toEqual(own);
    const foreign = (await keysSeenBy(owner, bolt))[0]?.id ?? '';
    for (const [exists, missing] of [
      [{ organizationId: bolt }, { organizationId: 'org_none' }],
      [{ after: foreign }, { after: 'key_none' }],
    ] as const) {
      const refused = await failure(vault.listApiKeys(ofAcme, exists));
      expect(refused).not.toBe('it worked');
      expect(refused).toBe(await failure(vault.listApiKeys(ofAcme, missing)));
    }
    const both = await test.newUser(
      { role: 'admin', organizationId: acme },
      { role: 'admin', organizationId: bolt },
    );
    expect(await failure(vault.listApiKeys(both, {}))).toContain('name one of them');
    expect(await keysSeenBy(both, bolt)).toHaveLength(1);
  });

  it('says when and from where a key was last used, to the minute', async () => {
    const key = await test.newKey(acme);
    const use = (address: string) => test.vault.listSecrets({ ...key, address }, {});
    const used = async () => {
      const found = await keyOf(key.keyId);
      return [found?.lastUsedAt, found?.lastUsedAddress];
    };
    expect(await used()).toEqual([null, null]);
    await use('10.0.0.1');
    const first = test.clock.now().toISOString();
    expect(await used()).toEqual([first, '10.0.0.1']);
    test.clock.advance(59_000);
    await use('10.0.0.2');
    expect(await used()).toEqual([first, '10.0.0.1']);
    test.clock.advance(1_000);
    await use('10.0.0.3');
    expect(await used()).toEqual([test.clock.now().toISOString(), '10.0.0.3']);
  });

  it('says of each whether it works, and why not', async () => {
    const maker = await test.newUser({ role: 'admin', organizationId: acme });
    const { id } = await test.newKey(acme, { expiresInDays: 30 }, maker).then(({ keyId }) => ({ id: keyId }));
    const states = async () => (await keyOf(id))?.state;
    const { query } = test.database;
    const setRole = (role: string) =>
      test.database.commit([query.update(grants).set({ role }).where(eq(grants.userId, maker.userId))]);
    expect(await states()).toBe('works');
    await setRole('viewer');
    expect(await keyOf(id)).toMatchObject({ state: 'works', opens: ['describe', 'organizations', 'events'] });
    const reading = await test.newKey(acme, { scopes: ['read'] }, ofAcme);
    await test.database.commit([
      query.update(grants).set({ role: 'viewer' }).where(eq(grants.userId, ofAcme.userId)),
    ]);
    expect(await keyOf(reading.keyId)).toMatchObject({ state: 'powerless', opens: [] });
    test.clock.advance(16 * DAY_MS);
    expect(await states()).toBe('ends_soon');
    await test.database.commit([query.delete(grants).where(eq(grants.userId, maker.userId))]);
    expect(await keyOf(id)).toMatchObject({ state: 'maker_left', opens: [] });
    test.clock.advance(14 * DAY_MS);
    expect(await states()).toBe('expired');
    await test.vault.revokeApiKey(test.operator, { id });
    expect(await states()).toBe('revoked');
    const gone = (await test.newOrganization('Gone')).id;
    const { keyId } = await test.newKey(gone);
    await test.vault.deleteOrganization(test.operator, { id: gone });
    expect((await keyOf(keyId))?.state).toBe('organization_deleted');
  });
});

describe('to revoke a key', () => {
  it('ends it at once, and another organization’s is not there', async () => {
    const [own, foreign, wide] = [await test.newKey(acme), await test.newKey(bolt), await test.newKey()];
    const revoke = (caller: Caller, id: string) => failure(test.vault.revokeApiKey(caller, { id }));
    for (const { keyId } of [foreign, wide]) {
      expect(await revoke(ofAcme, keyId)).toBe(await revoke(ofAcme, 'key_none'));
    }
    await test.vault.listSecrets(foreign, {});
    expect(await revoke(ofAcme, own.keyId)).toBe('it worked');
    await expect(test.vault.listSecrets(own, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await revoke(ofAcme, own.keyId)).toContain('not_found');
    expect(await eventsOf('api_key.revoked')).toMatchObject([
      { organizationId: acme, data: { key_id: own.keyId } },
    ]);
  });
});

describe('to rotate a key', () => {
  const settings = {
    name: 'billing',
    scopes: ['read' as const, 'describe' as const],
    namePrefixes: ['a'],
    allowedAddresses: ['10.0.0.0/8'],
    requestsPerMinute: 60,
    expiresInDays: 90,
  };
  const use = (token: string) =>
    failure(test.vault.listSecrets({ ...asKey(token), address: '10.0.0.1' }, {}));

  it('makes a new one like it, and both work until the overlap has passed', async () => {
    const old = await test.vault.createApiKey(owner, { organizationId: acme, ...settings });
    expect(await use(old.token)).toBe('it worked');
    test.clock.advance(60 * DAY_MS);
    const admin = await test.newUser({ role: 'admin', organizationId: acme });
    const made = await test.vault.rotateApiKey(admin, { id: old.id, overlapDays: 7 });
    expect(made.token).toMatch(/^sk_\w{49}$/);
    const [before, after] = [await keyOf(old.id), await keyOf(made.id)];
    if (!before) throw new Error('The old key is gone.');
    expect(before.lastUsedAddress).toBe('10.0.0.1');
    const { name, organizationId, scopes, namePrefixes, allowedAddresses, requestsPerMinute } = before;
    const same = { name, organizationId, scopes, namePrefixes, allowedAddresses, requestsPerMinute };
    expect(after).toMatchObject({
      ...same,
      id: made.id,
      createdById: admin.userId,
      lastUsedAt: null,
      lastUsedAddress: null,
      replacedById: null,
      // As long as the old one was made for.
      expiresAt: new Date(test.clock.now().getTime() + 90 * DAY_MS).toISOString(),
      state: 'works',
    });
    expect(before).toMatchObject({
      replacedById: made.id,
      state: 'ends_soon',
      expiresAt: made.replaces.endsAt,
    });
    expect(await eventsOf('api_key.rotated')).toMatchObject([
      {
        organizationId: acme,
        data: { key_id: old.id, key_name: 'billing', replaced_by: made.id, ends_at: made.replaces.endsAt },
      },
    ]);
    test.clock.advance(7 * DAY_MS - 1);
    expect([await use(old.token), await use(made.token)]).toEqual(['it worked', 'it worked']);
    test.clock.advance(1);
    expect(await use(old.token)).toContain('unauthenticated');
    expect(await use(made.token)).toBe('it worked');
    expect((await keyOf(old.id))?.state).toBe('replaced');
  });

  it('says of the old one whether what takes its place still works', async () => {
    const old = await test.vault.createApiKey(owner, { organizationId: acme, ...settings });
    expect(await keyOf(old.id)).toMatchObject({ replacementWorks: false });
    const made = await test.vault.rotateApiKey(owner, { id: old.id, overlapDays: 7 });
    expect(await keyOf(old.id)).toMatchObject({ state: 'ends_soon', replacementWorks: true });
    await test.vault.revokeApiKey(owner, { id: made.id });
    expect(await keyOf(old.id)).toMatchObject({ state: 'ends_soon', replacementWorks: false });
    expect(await use(old.token)).toBe('it worked');
  });

  it('without an overlap ends the old one at once, and never makes it last longer', async () => {
    const old = await test.vault.createApiKey(owner, { organizationId: acme, ...settings, expiresInDays: 3 });
    const { replaces } = await test.vault.rotateApiKey(owner, { id: old.id, overlapDays: 30 });
    expect(replaces.endsAt).toBe(new Date(test.clock.now().getTime() + 3 * DAY_MS).toISOString());
    const another = await test.vault.createApiKey(owner, { organizationId: acme, ...settings });
    await test.vault.rotateApiKey(owner, { id: another.id, overlapDays: 0 });
    expect(await use(another.token)).toContain('unauthenticated');
  });

  it('is done once, of a key that is there and not revoked', async () => {
    const { vault } = test;
    const old = await vault.createApiKey(owner, { organizationId: acme, ...settings });
    const outcomes = await Promise.all(
      [1, 2].map(() => failure(vault.rotateApiKey(owner, { id: old.id, overlapDays: 1 }))),
    );
    expect(outcomes.filter((text) => text === 'it worked')).toHaveLength(1);
    expect(outcomes.filter((text) => text.includes('replaced already'))).toHaveLength(1);
    expect(await keysSeenBy(owner)).toHaveLength(2);
    const revoked = await test.newKey(acme);
    await vault.revokeApiKey(owner, { id: revoked.keyId });
    const [foreign, wide] = [await test.newKey(bolt), await test.newKey()];
    for (const id of [revoked.keyId, foreign.keyId, wide.keyId, 'key_none']) {
      expect(await failure(vault.rotateApiKey(ofAcme, { id, overlapDays: 0 })), id).toContain('not_found');
    }
    for (const overlapDays of [-1, 31, 0.5]) {
      expect(await failure(vault.rotateApiKey(owner, { id: wide.keyId, overlapDays }))).toContain(
        'invalid_input',
      );
    }
  });

  it('gives the new one its maker’s rights, which is the cure where the old maker has left', async () => {
    const maker = await test.newUser({ role: 'admin', organizationId: acme });
    const old = await test.vault.createApiKey(maker, {
      name: 'x',
      organizationId: acme,
      scopes: ['describe'],
    });
    const { query } = test.database;
    await test.database.commit([query.delete(grants).where(eq(grants.userId, maker.userId))]);
    expect(await use(old.token)).toContain('forbidden');
    const { token } = await test.vault.rotateApiKey(ofAcme, { id: old.id, overlapDays: 0 });
    expect(await use(token)).toBe('it worked');
  });

  describe('of a key that restrictions name', () => {
    let key: ApiKeyCaller;
    beforeEach(async () => {
      key = await test.newKey(acme);
    });
    /** For that key alone. */
    async function restricted(): Promise<string> {
      const context = { organization_id: acme };
      const given = { name: crypto.randomUUID(), value: 'v', context };
      const { id } = await test.vault.createSecret(owner, given);
      await restrict(id, [key.keyId], []);
      return id;
    }
    const restrict = (id: string, subjects: string[], was: string[]) =>
      test.vault.changeRestriction(owner, {
        id,
        subjects,
        needsApproval: false,
        was: { subjects: was, needsApproval: false },
      });
    const rotate = () => test.vault.rotateApiKey(ofAcme, { id: key.keyId, overlapDays: 0 });
    const namings = async (keyId: string) => {
      const { items } = await test.vault.listEvents(owner, { types: ['restriction.changed'], limit: 100 });
      return items.filter(({ data }) => JSON.stringify(data.added).includes(keyId));
    };

    it('keeps its place, and the trail of each secret says so, of those in the trash too', async () => {
      const [id, trashed, another] = [await restricted(), await restricted(), await restricted()];
      await restrict(another, [], [key.keyId]);
      await test.vault.deleteSecret(key, { id: trashed });
      const stranger = await test.newKey(acme);
      await expect(test.vault.readSecret(stranger, { id })).rejects.toMatchObject({ code: 'forbidden' });
      const made = await rotate();
      expect((await test.vault.readSecret(asKey(made.token), { id })).value).toBe('v');
      const told = await namings(made.id);
      expect(new Set(told.map(({ secretId }) => secretId))).toEqual(new Set([id, trashed]));
      expect(told).toHaveLength(2);
      expect(told[0]).toMatchObject({
        organizationId: acme,
        actor: { id: ofAcme.userId },
        data: {
          added: [{ subject: made.id, name: 'Test key', kind: 'key' }],
          removed: [],
          restricted: true,
          replaces: key.keyId,
        },
      });
    });

    it('tells no more and no less than what it did, though a restriction changes meanwhile', async () => {
      const [freed, stays] = [await restricted(), await restricted()];
      const others = `delete from secret_restrictions where secret_id = '${freed}'`;
      const made = await overtaken(test, rotate, others);
      expect((await namings(made.id)).map(({ secretId }) => secretId)).toEqual([stays]);
    });
  });
});

describe('how often a key may ask', () => {
  it('is told to the key itself, and to nobody else', async () => {
    const key = await test.newKey(acme, { requestsPerMinute: 5, scopes: ['write'] });
    expect(await test.vault.describeOwnApiKey(key, {})).toEqual({ requestsPerMinute: 5 });
    expect(await test.vault.describeOwnApiKey(await test.newKey(), {})).toEqual({ requestsPerMinute: null });
    for (const caller of [owner, ofAcme, test.operator]) {
      await expect(test.vault.describeOwnApiKey(caller, {})).rejects.toMatchObject({ code: 'forbidden' });
    }
    await test.vault.revokeApiKey(owner, { id: key.keyId });
    await expect(test.vault.describeOwnApiKey(key, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

it('no token is stored, only what a token can be checked against', async () => {
  const { token } = await test.vault.createApiKey(owner, { name: 'x' });
  const [row] = await test.database.query.select().from(apiKeys);
  expect(JSON.stringify(row)).not.toContain(token.slice(3, -4));
  expect(row?.tokenHash).toHaveLength(32);
});
