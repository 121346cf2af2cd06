import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { grants, organizations } from '../db/schema';
import type { Caller } from './index';
import {
  claimsOf,
  comeBack,
  ISSUER,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  signInAt,
  type TestVault,
} from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

describe('a person’s own account', () => {
  it('says who they are, where, and how they sign in', async () => {
    const [a, b] = [await test.newOrganization('A'), await test.newOrganization('B')];
    const ada = await test.newUser(
      'auditor',
      { role: 'editor', organizationId: a.id },
      { role: 'reader', organizationId: b.id },
    );
    const account = await test.vault.describeAccount(ada, {});
    expect(account).toMatchObject({
      id: ada.userId,
      email: ada.email,
      name: 'Test person',
      waysIn: { hasPassword: true, totpSince: null, recoveryCodesLeft: 0, identities: [] },
    });
    expect(account.roles).toHaveLength(3);
    expect(account.roles).toEqual(
      expect.arrayContaining([
        { organizationId: null, organizationName: null, role: 'auditor', countsHere: true },
        { organizationId: a.id, organizationName: 'A', role: 'editor', countsHere: true },
        { organizationId: b.id, organizationName: 'B', role: 'reader', countsHere: true },
      ]),
    );
    // An organization that wants its own sign-in does not count a session that began with a password.
    await test.database.commit([
      test.database.query.update(organizations).set({ requireSso: true }).where(eq(organizations.id, a.id)),
    ]);
    await test.vault.deleteOrganization(test.operator, { id: b.id });
    const { roles } = await test.vault.describeAccount(ada, {});
    expect(roles.map(({ organizationId, countsHere }) => [organizationId, countsHere])).toEqual(
      expect.arrayContaining([
        [null, true],
        [a.id, false],
      ]),
    );
    expect(roles).toHaveLength(2);
  });

  it('gets another name, which the trail tells, and keeps what it told before', async () => {
    const ada = await test.newUser('admin');
    await test.vault.updateAccount(ada, { name: 'Ada Lovelace' });
    expect((await test.vault.describeSession(ada, {})).name).toBe('Ada Lovelace');
    const { items } = await test.vault.listOwnEvents(ada, {});
    expect(items.map(({ type, actor }) => [type, actor.name])).toEqual([
      ['user.updated', 'Test person'],
      ['session.created', 'Test person'],
    ]);
    await expect(test.vault.updateAccount(ada, { name: '' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is seen by one organization’s provider as far as that organization goes', async () => {
    const acme = await newVerifiedOrganization(test);
    const bolt = await test.newOrganization('Bolt');
    const ada = await test.newUser('auditor', { role: 'editor', organizationId: bolt.id });
    const { id } = await newProvider(test, acme.id, { defaultRole: 'editor' });
    const { id: everywhere } = await newProvider(test, null, { issuer: 'https://everywhere.example' });
    const claims = claimsOf();
    const elsewhere = claimsOf({ issuer: 'https://everywhere.example' });
    await test.vault.linkIdentity(ada, await comeBack(test, id, claims, ada));
    await test.vault.linkIdentity(ada, await comeBack(test, everywhere, elsewhere, ada));
    const create = (by: Caller, organizationId: string, name: string) =>
      test.vault.createSecret(by, { name, value: 'v', context: { organization_id: organizationId } });
    await create(ada, bolt.id, 'in Bolt');
    const there = await signInAt(test, id, claims);
    await create(there, acme.id, 'in Acme');
    const account = await test.vault.describeAccount(there, {});
    expect(account).toMatchObject({ email: ada.email, waysIn: null });
    expect(account.roles).toMatchObject([{ organizationId: acme.id }]);
    const seen = (await test.vault.listOwnEvents(there, { limit: 100 })).items;
    expect(new Set(seen.map(({ organizationId }) => organizationId))).toEqual(new Set([acme.id]));
    const { identities } = await test.vault.describeSingleSignOn(there, {});
    expect(identities).toMatchObject([{ issuer: ISSUER }]);
    // All of it in a session that the environment's provider vouches for.
    const own = await signInAt(test, everywhere, elsewhere);
    expect((await test.vault.describeAccount(own, {})).waysIn?.identities).toHaveLength(2);
    const all = (await test.vault.listOwnEvents(own, { limit: 100 })).items;
    expect(new Set(all.map(({ organizationId }) => organizationId))).toEqual(
      new Set([null, acme.id, bolt.id]),
    );
  });

  it('is nobody’s without a session', async () => {
    const key = await test.newKey();
    for (const caller of [key, test.operator]) {
      for (const look of [
        () => test.vault.describeAccount(caller, {}),
        () => test.vault.updateAccount(caller, { name: 'X' }),
        () => test.vault.listOwnEvents(caller, {}),
      ]) {
        await expect(look()).rejects.toMatchObject({ code: caller === key ? 'forbidden' : 'not_found' });
      }
    }
    await expect(test.vault.describeAccount(test.nobody, {})).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('a person’s own activity', () => {
  it('is what they did, in places where they still are, in pages', async () => {
    const [a, b] = [await test.newOrganization('A'), await test.newOrganization('B')];
    const ada = await test.newUser(
      { role: 'editor', organizationId: a.id },
      { role: 'editor', organizationId: b.id },
    );
    const other = await test.newUser({ role: 'editor', organizationId: a.id });
    const create = (by: typeof ada, organizationId: string, name: string) =>
      test.vault.createSecret(by, { name, value: 'v', context: { organization_id: organizationId } });
    await create(ada, a.id, 'in a');
    await create(ada, b.id, 'in b');
    await create(other, a.id, 'of another');
    const names = async () =>
      (await test.vault.listOwnEvents(ada, { limit: 100 })).items.flatMap(({ data }) => data.kv_name ?? []);
    expect(new Set(await names())).toEqual(new Set(['in b', 'in a']));
    const first = await test.vault.listOwnEvents(ada, { limit: 1 });
    const next = await test.vault.listOwnEvents(ada, { limit: 1, after: first.after ?? '' });
    expect(next.items[0]?.id).not.toBe(first.items[0]?.id);
    const [foreign] = (await test.vault.listOwnEvents(other, { limit: 1 })).items;
    await expect(test.vault.listOwnEvents(ada, { after: foreign?.id ?? '' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
    await test.database.commit([test.database.query.delete(grants).where(eq(grants.organizationId, b.id))]);
    expect(new Set(await names())).toEqual(new Set(['in a']));
    // To sign in stays one's own.
    const types = (await test.vault.listOwnEvents(ada, { limit: 100 })).items.map(({ type }) => type);
    expect(types).toContain('session.created');
  });
});
