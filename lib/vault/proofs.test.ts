import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environments, events, sessions } from '../db/schema';
import type { Caller } from './index';
import { NEEDS_PROOF } from './policy';
import { Authenticator, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { OPERATIONS } from './vault';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('owner');
});
afterEach(() => test.close());

const MINUTE_MS = 60_000;
const wanted = expect.objectContaining({ code: 'proof_required' });
const wrong = expect.objectContaining({ code: 'invalid_credentials' });
const grow = () => test.clock.advance(15 * MINUTE_MS + 1);
const provenAt = async () =>
  (await test.database.query.select().from(sessions).where(eq(sessions.userId, ada.userId)))[0]?.provenAt;
const eventsOf = (type: string) => test.database.query.select().from(events).where(eq(events.type, type));

async function addPasskey(by: Caller = ada) {
  const authenticator = new Authenticator();
  const { options } = await test.vault.beginPasskey(by, {});
  await test.vault.addPasskey(by, { response: authenticator.make(options) });
  return authenticator;
}

describe('what is dear wants a recent proof', () => {
  const operations = Object.entries(OPERATIONS).filter(([, { operationName }]) =>
    NEEDS_PROOF.includes(operationName),
  );

  it('and is found by this test', () => {
    expect(operations.length).toBeGreaterThanOrEqual(10);
  });

  for (const [name] of operations) {
    it(`${name}: refused with an old one, before its input is looked at, and not once it is given`, async () => {
      const codeOf = async (input: object) => {
        const perform = test.vault[name as 'readSecret'] as (by: Caller, given: object) => Promise<unknown>;
        return perform(ada, input).then(
          () => 'done',
          ({ code }: { code: string }) => code,
        );
      };
      grow();
      const closed = new Proxy({}, { get: () => expect.fail('It looked at the input.') });
      expect(await codeOf(closed)).toBe('proof_required');
      await test.vault.proveSession(ada, { password: ada.password });
      expect(await codeOf({})).not.toBe('proof_required');
    });
  }

  it('that counts for as long as the environment says, and no key has one to give', async () => {
    const acme = await test.newOrganization();
    const key = await test.newKey();
    const context = { organization_id: acme.id };
    const { id } = await test.vault.createSecret(key, { name: 's', value: 'v', context });
    test.clock.advance(15 * MINUTE_MS);
    expect((await test.vault.readSecret(ada, { id })).value).toBe('v');
    test.clock.advance(1);
    await expect(test.vault.readSecret(ada, { id })).rejects.toEqual(wanted);
    expect((await test.vault.readSecret(key, { id })).value).toBe('v');
    await test.database.commit([test.database.query.update(environments).set({ stepUpMinutes: 60 })]);
    expect((await test.vault.readSecret(ada, { id })).value).toBe('v');
    await test.database.commit([test.database.query.update(environments).set({ stepUpMinutes: 1 })]);
    await test.vault.proveSession(ada, { password: ada.password });
    test.clock.advance(MINUTE_MS + 1);
    await expect(test.vault.readSecret(ada, { id })).rejects.toEqual(wanted);
  });
});

describe('a proof', () => {
  it('by the password is of this session alone, and leaves its event', async () => {
    const { email, password } = ada;
    const { token } = await test.vault.createSession(test.nobody, { email, password });
    const other: Caller = { via: 'session', token, requestId: 'test' };
    grow();
    await test.vault.proveSession(ada, { password });
    await expect(test.vault.exportSecrets(other, {} as never)).rejects.toEqual(wanted);
    expect(await eventsOf('session.proven')).toMatchObject([
      { actorId: ada.userId, data: { user_id: ada.userId, method: 'password' } },
    ]);
  });

  it('that is wrong proves nothing, leaves an event, and the session as it was', async () => {
    const before = await provenAt();
    grow();
    await expect(test.vault.proveSession(ada, { password: 'a guess' })).rejects.toEqual(wrong);
    await expect(test.vault.proveSession(ada, { password: '' })).rejects.toEqual(wrong);
    await expect(test.vault.proveSession(ada, { password: '', code: '123456' })).rejects.toEqual(wrong);
    expect(await provenAt()).toBe(before);
    expect((await test.vault.describeSession(ada, {})).userId).toBe(ada.userId);
    expect(await eventsOf('session.refused')).toMatchObject([
      { actorId: ada.userId, data: { what: 'password', proof: true } },
    ]);
    const text = JSON.stringify(await test.database.query.select().from(events));
    expect(text).not.toContain('a guess');
  });

  it('is not guessed: the counters of the sign-in hold here too, and the session goes on', async () => {
    const attempts = [];
    for (let times = 0; times < 11; times += 1) {
      attempts.push(
        await test.vault.proveSession(ada, { password: 'a guess' }).catch(({ code }) => code as string),
      );
    }
    expect(attempts.at(0)).toBe('invalid_credentials');
    expect(attempts.at(-1)).toBe('too_many_requests');
    await test.vault.describeSession(ada, {});
  });

  it('by a passkey is one of this person, for this session’s own challenge', async () => {
    const authenticator = await addPasskey();
    const eve = await test.newUser('auditor');
    const foreign = await addPasskey(eve);
    grow();
    const ask = async () => (await test.vault.beginPasskeyProof(ada, {})).options;
    expect(await ask()).toMatchObject({ allowCredentials: [{ id: authenticator.credentialId }] });
    for (const passkey of [
      foreign.sign(await ask()),
      authenticator.sign((await test.vault.beginPasskeyProof(eve, {})).options),
      authenticator.sign((await test.vault.beginPasskeySession(test.nobody, {})).options),
      authenticator.sign(await ask(), { origin: 'https://evil.example' }),
      authenticator.sign(await ask(), { unverified: true }),
    ]) {
      await expect(test.vault.proveSession(ada, { passkey })).rejects.toEqual(wrong);
    }
    await expect(test.vault.exportSecrets(ada, {} as never)).rejects.toEqual(wanted);
    await test.vault.proveSession(ada, { passkey: authenticator.sign(await ask()) });
    await expect(test.vault.exportSecrets(ada, {} as never)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is for those who have a session: a key and the command line have none', async () => {
    for (const caller of [await test.newKey(), test.operator]) {
      for (const attempt of [
        test.vault.describeProof(caller, {}),
        test.vault.beginPasskeyProof(caller, {}),
        test.vault.proveSession(caller, { password: 'x' }),
      ]) {
        await expect(attempt).rejects.toMatchObject({
          code: caller === test.operator ? 'not_found' : 'forbidden',
        });
      }
    }
    await expect(test.vault.proveSession(test.nobody, { password: 'x' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('says with what it can be given', async () => {
    expect(await test.vault.describeProof(ada, {})).toEqual({ password: true, code: false, passkey: false });
    await addPasskey();
    expect(await test.vault.describeProof(ada, {})).toEqual({ password: true, code: false, passkey: true });
  });
});
