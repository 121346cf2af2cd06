import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identities, passkeys, users } from '../db/schema';
import {
  Authenticator,
  claimsOf,
  comeBack,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  overtaken,
  type SessionCaller,
  type TestVault,
} from './test-support';

let test: TestVault;
let ada: SessionCaller;
let provider: { id: string };
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
  provider = await newProvider(test, null);
});
afterEach(() => test.close());

const lastOne = expect.objectContaining({ code: 'invalid_input' });
const rows = async () => {
  const { query } = test.database;
  return [...(await query.select().from(passkeys)), ...(await query.select().from(identities))];
};
async function forgetPassword() {
  const { query } = test.database;
  await test.database.commit([
    query.update(users).set({ passwordHash: null }).where(eq(users.id, ada.userId)),
  ]);
}

/** Each adds a way in, and gives what takes it away. */
const WAYS = {
  async passkey() {
    const { options } = await test.vault.beginPasskey(ada, {});
    const { id } = await test.vault.addPasskey(ada, { response: new Authenticator().make(options) });
    return () => test.vault.removePasskey(ada, { id });
  },
  async identity(at = provider, more: Parameters<typeof claimsOf>[0] = {}) {
    const known = new Set((await rows()).map(({ id }) => id));
    await test.vault.linkIdentity(ada, await comeBack(test, at.id, claimsOf(more), ada));
    const id = (await rows()).find((one) => !known.has(one.id))?.id ?? '';
    return () => test.vault.removeIdentity(ada, { id });
  },
};

describe('the last way in', () => {
  it.each([
    ['passkey', 'passkey'],
    ['passkey', 'identity'],
    ['identity', 'passkey'],
    ['identity', 'identity'],
  ] as const)('stays when somebody removes both of what they have at once (%s, %s)', async (one, other) => {
    const removals = [await WAYS[one](), await WAYS[other]()];
    await forgetPassword();
    const tries = await Promise.allSettled(removals.map((remove) => remove()));
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await rows()).toHaveLength(1);
  });

  it.each(['passkey', 'identity'] as const)('is known when a %s is removed, not before', async (way) => {
    const remove = await WAYS[way]();
    const forgets = `update users set password_hash = null where id = '${ada.userId}'`;
    await expect(overtaken(test, remove, forgets)).rejects.toEqual(lastOne);
    expect(await rows()).toHaveLength(1);
  });

  it.each(['passkey', 'identity'] as const)('is a password too: the only %s goes', async (way) => {
    await (await WAYS[way]())();
    expect(await rows()).toEqual([]);
  });

  it('is no identity at a provider that is not in use, or that speaks for one organization', async () => {
    const acme = await newVerifiedOrganization(test);
    const issuer = 'https://login.acme.example/';
    const ofAcme = await newProvider(test, acme.id, { issuer });
    const remove = await WAYS.passkey();
    await WAYS.identity(ofAcme, { issuer });
    await forgetPassword();
    await expect(remove()).rejects.toEqual(lastOne);
    await WAYS.identity();
    await test.vault.updateIdentityProvider(test.operator, { id: provider.id, disabled: true });
    await expect(remove()).rejects.toEqual(lastOne);
    await test.vault.updateIdentityProvider(test.operator, { id: provider.id, disabled: false });
    await remove();
  });
});
