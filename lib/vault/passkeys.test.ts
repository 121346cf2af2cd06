import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { challenges, events, passkeys, sessions, throttles } from '../db/schema';
import { CHALLENGE_MS } from './challenges';
import type { Caller } from './index';
import { Authenticator, openTestVault, type SessionCaller, type TestVault } from './test-support';
import type { Lies } from './test-support/authenticator';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
});
afterEach(() => test.close());

const refused = expect.objectContaining({ code: 'invalid_credentials' });
const notMade = expect.objectContaining({ code: 'invalid_input' });
const notFound = expect.objectContaining({ code: 'not_found' });

async function add(by: Caller = ada, authenticator = new Authenticator(), lies: Lies = {}) {
  const { options } = await test.vault.beginPasskey(by, {});
  const made = await test.vault.addPasskey(by, { response: authenticator.make(options, lies), name: 'Key' });
  return { authenticator, id: made.id };
}
const begin = async () => (await test.vault.beginPasskeySession(test.nobody, {})).options;
const signIn = async (authenticator: Authenticator, lies: Lies = {}) =>
  test.vault.createSessionByPasskey(test.nobody, { response: authenticator.sign(await begin(), lies) });
const rows = () => test.database.query.select().from(passkeys);
const eventsOf = (type: string) => test.database.query.select().from(events).where(eq(events.type, type));

describe('a passkey', () => {
  it('signs in with nothing else, and says when it was last used', async () => {
    const { authenticator } = await add();
    expect((await begin()).allowCredentials ?? []).toEqual([]);
    expect((await begin()).userVerification).toBe('required');
    test.clock.advance(1000);
    const { token, userId } = await signIn(authenticator);
    expect(userId).toBe(ada.userId);
    const caller: Caller = { via: 'session', token, requestId: 'test' };
    const { items } = await test.vault.listPasskeys(caller, {});
    expect(items).toMatchObject([{ name: 'Key', lastUsedAt: test.clock.now().toISOString() }]);
    const [session] = await test.database.query.select().from(sessions).where(eq(sessions.method, 'passkey'));
    expect(session).toMatchObject({ userId, provenAt: test.clock.now().toISOString() });
    expect(await eventsOf('user.passkey_added')).toMatchObject([{ actorId: ada.userId }]);
  });

  it('is asked for verification, and to be found without a name; nobody adds the same one twice', async () => {
    const { authenticator } = await add();
    const { options } = await test.vault.beginPasskey(ada, {});
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    });
    expect(options.excludeCredentials).toMatchObject([{ id: authenticator.credentialId }]);
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(ada.userId);
    await expect(
      test.vault.addPasskey(ada, { response: authenticator.make(options), name: 'Again' }),
    ).rejects.toEqual(notMade);
    const eve = await test.newUser('auditor');
    await expect(add(eve, authenticator)).rejects.toEqual(notMade);
    expect(await rows()).toHaveLength(1);
  });

  it('stores no challenge in clear, and forgets those that are too old', async () => {
    const { challenge } = await begin();
    const [row] = await test.database.query.select().from(challenges);
    expect(Buffer.from(row?.hash ?? []).toString('base64url')).not.toBe(challenge);
    expect(row?.purpose).toBe('passkey.sign_in');
    test.clock.advance(CHALLENGE_MS);
    await begin();
    expect(await test.database.query.select().from(challenges)).toHaveLength(1);
  });

  it('is not made from an answer to another site, another key’s site, without verification, or of another kind', async () => {
    for (const lies of [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:3001' },
      { rpId: 'evil.example' },
      { unverified: true },
      { type: 'webauthn.get' },
      { challenge: 'bm90IGFza2Vk' },
    ] as const) {
      await expect(add(ada, new Authenticator(), lies), JSON.stringify(lies)).rejects.toEqual(notMade);
    }
    expect(await rows()).toEqual([]);
    await add();
  });

  it('is not made with a challenge that was used, is too old, or was given to somebody else', async () => {
    const authenticator = new Authenticator();
    const { options } = await test.vault.beginPasskey(ada, {});
    const eve = await test.newUser('auditor');
    await expect(
      test.vault.addPasskey(eve, { response: authenticator.make(options) }),
      'another person',
    ).rejects.toEqual(notMade);
    await test.vault.addPasskey(ada, { response: authenticator.make(options) });
    await expect(
      test.vault.addPasskey(ada, { response: new Authenticator().make(options) }),
      'used',
    ).rejects.toEqual(notMade);
    const late = (await test.vault.beginPasskey(ada, {})).options;
    test.clock.advance(CHALLENGE_MS);
    await expect(
      test.vault.addPasskey(ada, { response: new Authenticator().make(late) }),
      'too old',
    ).rejects.toEqual(notMade);
    expect(await rows()).toHaveLength(1);
  });
});

describe('a sign-in with a passkey', () => {
  it('is refused for another site, another relying party, without verification, of another kind, for another person', async () => {
    const { authenticator } = await add();
    const eve = await test.newUser('auditor');
    for (const lies of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { unverified: true },
      { type: 'webauthn.create' },
      { userHandle: Buffer.from(eve.userId).toString('base64url') },
      { challenge: 'bm90IGFza2Vk' },
    ] as const) {
      await expect(signIn(authenticator, lies), JSON.stringify(lies)).rejects.toEqual(refused);
    }
    await signIn(authenticator);
    const lines = await eventsOf('session.refused');
    expect(lines.map(({ data }) => data)).toEqual(
      Array.from({ length: 6 }, () => ({ user_id: ada.userId, what: 'passkey' })),
    );
  });

  it('is refused for an answer that was sent before, and for a challenge that was given for something else', async () => {
    const { authenticator } = await add();
    const response = authenticator.sign(await begin());
    await test.vault.createSessionByPasskey(test.nobody, { response });
    await expect(test.vault.createSessionByPasskey(test.nobody, { response })).rejects.toEqual(refused);
    const again = authenticator.sign(await begin(), { challenge: JSON.parse(said(response)).challenge });
    await expect(test.vault.createSessionByPasskey(test.nobody, { response: again })).rejects.toEqual(
      refused,
    );
    const { options } = await test.vault.beginPasskeyProof(ada, {});
    await expect(
      test.vault.createSessionByPasskey(test.nobody, { response: authenticator.sign(options) }),
    ).rejects.toEqual(refused);
  });

  it('uses a challenge up even where it fails, and at once for two that come together', async () => {
    const { authenticator } = await add();
    const options = await begin();
    const wrong = authenticator.sign(options, { unverified: true });
    await expect(test.vault.createSessionByPasskey(test.nobody, { response: wrong })).rejects.toEqual(
      refused,
    );
    const right = authenticator.sign(options);
    await expect(test.vault.createSessionByPasskey(test.nobody, { response: right })).rejects.toEqual(
      refused,
    );
    const twice = authenticator.sign(await begin());
    const both = await Promise.allSettled(
      [twice, twice].map((response) => test.vault.createSessionByPasskey(test.nobody, { response })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is refused when the counter did not rise: there is a copy of the key', async () => {
    const { authenticator } = await add();
    await signIn(authenticator, { counter: 7 });
    for (const counter of [7, 6, 0]) {
      await expect(signIn(authenticator, { counter }), `${counter}`).rejects.toEqual(refused);
    }
    await signIn(authenticator, { counter: 8 });
    expect((await rows())[0]?.counter).toBe(8);
  });

  it('works for a passkey that counts nothing', async () => {
    const { authenticator } = await add();
    await signIn(authenticator, { counter: 0 });
    await signIn(authenticator, { counter: 0 });
  });

  it('says the same of a passkey that nobody knows, and is not asked for without end', async () => {
    await expect(signIn(new Authenticator())).rejects.toEqual(refused);
    const from: Caller = { ...test.nobody, address: '192.0.2.1' };
    for (let times = 0; times < 300; times += 1) await test.vault.beginPasskeySession(from, {});
    await expect(test.vault.beginPasskeySession(from, {})).rejects.toMatchObject({
      code: 'too_many_requests',
    });
    await begin();
  });

  it('fills the trail for nobody: whoever answers without end from one address is held up there', async () => {
    const { authenticator } = await add();
    const from: Caller = { ...test.nobody, address: '192.0.2.1' };
    const answer = (by: Caller) =>
      test.vault.createSessionByPasskey(by, { response: authenticator.sign({ challenge: 'bm90IGFza2Vk' }) });
    for (let times = 0; times < 300; times += 1) await expect(answer(from)).rejects.toEqual(refused);
    await expect(answer(from)).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await eventsOf('session.refused')).toHaveLength(300);
    await expect(answer(test.nobody)).rejects.toEqual(refused);
    await signIn(authenticator);
  });

  it('is not counted where it is right', async () => {
    const { authenticator } = await add();
    const response = authenticator.sign(await begin());
    const points = async () =>
      (await test.database.query.select().from(throttles)).reduce((sum, row) => sum + row.points, 0);
    const before = await points();
    await test.vault.createSessionByPasskey(test.nobody, { response });
    expect(await points()).toBe(before);
    await expect(test.vault.createSessionByPasskey(test.nobody, { response })).rejects.toEqual(refused);
    expect(await points()).toBe(before + 1);
  });
});

describe('the passkeys of a person', () => {
  it('are named and removed by themselves alone', async () => {
    const { id, authenticator } = await add();
    const eve = await test.newUser('owner');
    for (const attempt of [
      (of: string) => test.vault.renamePasskey(eve, { id: of, name: 'Mine' }),
      (of: string) => test.vault.removePasskey(eve, { id: of }),
    ]) {
      const foreign = await attempt(id).catch((error: Error) => error.message);
      expect(foreign).toBe(await attempt('passkey_none').catch((error: Error) => error.message));
      await expect(attempt(id)).rejects.toEqual(notFound);
    }
    await test.vault.renamePasskey(ada, { id, name: 'Laptop' });
    expect((await test.vault.listPasskeys(ada, {})).items).toMatchObject([{ id, name: 'Laptop' }]);
    expect((await test.vault.listPasskeys(eve, {})).items).toEqual([]);
    await test.vault.removePasskey(ada, { id });
    await expect(signIn(authenticator)).rejects.toEqual(refused);
    expect(await eventsOf('user.passkey_removed')).toMatchObject([{ data: { passkey_name: 'Laptop' } }]);
    const key = await test.newKey();
    const notForKeys = expect.objectContaining({ code: 'forbidden' });
    await expect(test.vault.listPasskeys(key, {})).rejects.toEqual(notForKeys);
    await expect(test.vault.beginPasskey(key, {})).rejects.toEqual(notForKeys);
  });
});

describe('a link to choose a password', () => {
  const link = async () =>
    (await test.vault.makePasswordLink(test.operator, { email: ada.email })).passwordToken ?? '';

  it('takes a passkey in its place: the password and every session end, and its holder is signed in', async () => {
    const token = await link();
    const authenticator = new Authenticator();
    const { options } = await test.vault.beginPasskeyByLink(test.nobody, { token });
    const response = authenticator.make(options);
    const made = await test.vault.choosePasskey(test.nobody, { token, response });
    expect(made.userId).toBe(ada.userId);
    await test.vault.describeSession({ via: 'session', token: made.token, requestId: 'test' }, {});
    await expect(test.vault.describeSession(ada, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(test.vault.createSession(test.nobody, ada)).rejects.toBeDefined();
    const { email, password } = ada;
    await expect(test.vault.createSession(test.nobody, { email, password })).rejects.toEqual(refused);
    await signIn(authenticator);
    await expect(test.vault.beginPasskeyByLink(test.nobody, { token })).rejects.toMatchObject({
      code: 'link_invalid',
    });
  });

  it('ends with every other link of theirs: one that somebody else has got hold of chooses nothing afterwards', async () => {
    const { token: stolen } = (await test.vault.requestPasswordLink(test.nobody, { email: ada.email })) ?? {
      token: '',
    };
    const { token } = (await test.vault.requestPasswordLink(test.nobody, { email: ada.email })) ?? {
      token: '',
    };
    await test.vault.beginPasskeyByLink(test.nobody, { token: stolen });
    const { options } = await test.vault.beginPasskeyByLink(test.nobody, { token });
    const response = new Authenticator().make(options);
    await test.vault.choosePasskey(test.nobody, { token, response });
    await expect(
      test.vault.choosePassword(test.nobody, { token: stolen, password: 'a password of somebody else' }),
    ).rejects.toMatchObject({ code: 'link_invalid' });
  });

  it('is needed for it, still good, and the one that the challenge was given for', async () => {
    const invalid = expect.objectContaining({ code: 'link_invalid' });
    await expect(test.vault.beginPasskeyByLink(test.nobody, { token: 'guess' })).rejects.toEqual(invalid);
    const token = await link();
    const { options } = await test.vault.beginPasskeyByLink(test.nobody, { token });
    const response = new Authenticator().make(options);
    await expect(test.vault.choosePasskey(test.nobody, { token: 'guess', response })).rejects.toEqual(
      invalid,
    );
    const own = (await test.vault.beginPasskey(ada, {})).options;
    await expect(
      test.vault.choosePasskey(test.nobody, { token, response: new Authenticator().make(own) }),
    ).rejects.toEqual(notMade);
    expect(await rows()).toEqual([]);
    await test.vault.choosePasskey(test.nobody, { token, response });
  });
});

const said = ({ response }: { response: { clientDataJSON: string } }): string =>
  Buffer.from(response.clientDataJSON, 'base64url').toString('utf8');
