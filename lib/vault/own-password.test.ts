import { hash } from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, users } from '../db/schema';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';
import { recordSql } from './test-support/record-sql';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
});
afterEach(() => test.close());

const NEW = 'a few other words in a row';
const signIn = (email: string, password: string) =>
  test.vault.createSession(test.nobody, { email, password });
const hashOf = async (id: string) => {
  const [row] = await test.database.query.select().from(users).where(eq(users.id, id));
  return row?.passwordHash ?? '';
};
const store = (id: string, passwordHash: string | null) =>
  test.database.commit([test.database.query.update(users).set({ passwordHash }).where(eq(users.id, id))]);

describe('a sign-in with a password', () => {
  it('that another one takes the place of meanwhile leaves no session behind', async () => {
    const { passwordToken } = await test.vault.makePasswordLink(test.operator, { email: ada.email });
    const token = passwordToken ?? '';
    const chosen = test.vault.choosePassword(test.nobody, { token, password: NEW });
    const old = await Promise.allSettled(Array.from({ length: 4 }, () => signIn(ada.email, ada.password)));
    await chosen;
    for (const one of old) {
      if (one.status === 'rejected') continue;
      const session = { via: 'session', token: one.value.token, requestId: 'test' } as const;
      await expect(test.vault.describeSession(session, {})).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
    await signIn(ada.email, NEW);
  });
});

describe('a person’s own password', () => {
  it('is changed by whoever has it; every other session ends, and this one stays', async () => {
    const { token } = await signIn(ada.email, ada.password);
    const elsewhere = { via: 'session', token, requestId: 'test' } as const;
    const link = await test.vault.makePasswordLink(test.operator, { email: ada.email });
    await test.vault.changePassword(ada, { current: ada.password, password: NEW });
    await expect(test.vault.describeSession(elsewhere, {})).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect((await test.vault.describeSession(ada, {})).userId).toBe(ada.userId);
    expect((await signIn(ada.email, NEW)).userId).toBe(ada.userId);
    await expect(signIn(ada.email, ada.password)).rejects.toMatchObject({ code: 'invalid_credentials' });
    // A link that was made before is no way back in.
    const token2 = link.passwordToken ?? '';
    await expect(
      test.vault.choosePassword(test.nobody, { token: token2, password: 'yet another few words' }),
    ).rejects.toMatchObject({ code: 'link_invalid' });
    const rows = await test.database.query.select().from(events);
    expect(rows.map(({ type }) => type)).toContain('user.password_changed');
    expect(JSON.stringify(rows)).not.toContain(NEW);
  });

  it('is not changed without it, and guesses at it are counted', async () => {
    const change = (current: string, password = NEW) =>
      test.vault.changePassword({ ...ada, address: '10.0.0.1' }, { current, password });
    await expect(change('wrong')).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'current' }],
    });
    await expect(change(ada.password, ada.password)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'password' }],
    });
    for (let i = 0; i < 10; i++) await change('wrong').catch(() => {});
    await expect(change(ada.password)).rejects.toMatchObject({ code: 'too_many_requests' });
    expect((await signIn(ada.email, ada.password)).userId).toBe(ada.userId);
  });

  it('is refused if others would guess it, wherever it is chosen', async () => {
    const weak = expect.objectContaining({
      code: 'invalid_input',
      fields: [expect.objectContaining({ field: 'password', code: 'weak' })],
    });
    await expect(
      test.vault.changePassword(ada, { current: ada.password, password: 'Password123!' }),
    ).rejects.toEqual(weak);
    const { passwordToken: token } = await test.vault.makePasswordLink(test.operator, { email: ada.email });
    const choose = (password: string) =>
      test.vault.choosePassword(test.nobody, { token: token ?? '', password });
    await expect(choose('Password123!')).rejects.toEqual(weak);
    const create = (password: string) =>
      test.vault.createUser(test.operator, {
        email: 'grace.hopper@example.com',
        name: 'Grace',
        password,
        grants: [{ role: 'auditor' }],
      });
    await expect(create('grace.hopper1')).rejects.toEqual(weak);
    const empty = await openTestVault();
    const setupToken = await empty.vault.makeSetupLink(empty.operator, {});
    await expect(
      empty.vault.completeSetup(empty.nobody, {
        token: setupToken ?? '',
        name: 'Ada',
        email: 'ada@example.com',
        password: 'dragondragon',
        organizationName: 'Acme',
      }),
    ).rejects.toEqual(weak);
    await empty.close();
    const { token: invitation } = await test.vault.createInvitation(test.operator, {
      organizationId: (await test.newOrganization()).id,
      role: 'viewer',
      email: 'lise.meitner@example.com',
    });
    const accept = (password: string) =>
      test.vault.acceptInvitation(test.nobody, { token: invitation, name: 'Lise Meitner', password });
    for (const password of ['Password123!', 'lise.meitner1'])
      await expect(accept(password)).rejects.toEqual(weak);
    await accept(NEW);
    // The link still works.
    await choose(NEW);
  });

  it('is chosen by somebody who has none yet, after a proof of another kind', async () => {
    await store(ada.userId, null);
    await test.vault.changePassword(ada, { password: NEW });
    expect((await signIn(ada.email, NEW)).userId).toBe(ada.userId);
    test.clock.advance(16 * 60_000);
    await expect(
      test.vault.changePassword(ada, { current: NEW, password: 'yet another few words' }),
    ).rejects.toMatchObject({ code: 'proof_required' });
  });

  it('is no key’s to change', async () => {
    const key = await test.newKey();
    await expect(test.vault.changePassword(key, { password: NEW })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a stored hash', () => {
  it('is made anew at a sign-in once the parameters have risen, and not before', async () => {
    const today = await hashOf(ada.userId);
    await signIn(ada.email, ada.password);
    expect(await hashOf(ada.userId)).toBe(today);
    const outdated = await hash(ada.password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await store(ada.userId, outdated);
    await signIn(ada.email, 'wrong').catch(() => {});
    expect(await hashOf(ada.userId)).toBe(outdated);
    await signIn(ada.email, ada.password);
    expect(await hashOf(ada.userId)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await signIn(ada.email, ada.password)).userId).toBe(ada.userId);
  });
});

describe('a sign-in to an account that does not exist', () => {
  /** What the database is asked for. */
  const statementsOf = async (email: string) => {
    const recorder = recordSql();
    const vault = await test.openAgain();
    await expect(
      vault.createSession({ ...test.nobody, address: '10.0.0.1' }, { email, password: 'wrong' }),
    ).rejects.toMatchObject({ code: 'invalid_credentials' });
    recorder.stop();
    return [...recorder.statements];
  };

  it('does the same as a wrong password for one that does', async () => {
    const known = await statementsOf(ada.email);
    expect(known.length).toBeGreaterThan(5);
    expect(await statementsOf('nobody@example.com')).toEqual(known);
    await store(ada.userId, null);
    expect(await statementsOf(ada.email)).toEqual(known);
  });

  it('takes its time: a hash is computed for nobody too', async () => {
    const took = async (email: string) => {
      const startedAt = performance.now();
      await signIn(email, 'wrong').catch(() => {});
      return performance.now() - startedAt;
    };
    await took('nobody@example.com');
    const [known, unknown] = [[] as number[], [] as number[]];
    for (let i = 0; i < 4; i++) {
      known.push(await took(ada.email));
      unknown.push(await took('nobody@example.com'));
    }
    // A hash takes 16 ms and all of the rest 2, so that a forgotten one shows however busy the machine is.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.4);
  });
});

describe('a link to choose a password', () => {
  it('is made for whoever asks, and given to nobody else than who mails it', async () => {
    const link = await test.vault.requestPasswordLink(test.nobody, { email: ` ${ada.email.toUpperCase()}` });
    expect(link).toMatchObject({ email: ada.email, name: 'Test person' });
    expect(await test.vault.requestPasswordLink(test.nobody, { email: 'no@example.com' })).toBeNull();
    const rows = await test.database.query
      .select()
      .from(events)
      .where(eq(events.type, 'user.password_link_requested'));
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(link?.token);
    expect(JSON.stringify(rows)).not.toContain('no@example.com');
    await test.vault.choosePassword(test.nobody, { token: link?.token ?? '', password: NEW });
    await expect(test.vault.describeSession(ada, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await signIn(ada.email, NEW)).userId).toBe(ada.userId);
  });

  it('ends after an hour, ends no earlier one, and ends with the others once one is used', async () => {
    const ask = async () =>
      (await test.vault.requestPasswordLink(test.nobody, { email: ada.email }))?.token ?? '';
    const choose = (token: string) => test.vault.choosePassword(test.nobody, { token, password: NEW });
    const linkInvalid = expect.objectContaining({ code: 'link_invalid' });
    const late = await ask();
    test.clock.advance(60 * 60_000);
    await expect(choose(late)).rejects.toEqual(linkInvalid);
    const [first, second] = [await ask(), await ask()];
    await choose(first);
    await expect(choose(second)).rejects.toEqual(linkInvalid);
  });
});
