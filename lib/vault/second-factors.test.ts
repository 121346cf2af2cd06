import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, recoveryCodes, totps, users } from '../db/schema';
import { Authenticator, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { codeOf } from './test-support/totp';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
});
afterEach(() => test.close());

const STEP_MS = 30_000;
const now = (typed: string) => codeOf(typed, test.clock.now());
const signIn = (code?: string, address = '192.0.2.1') =>
  test.vault.createSession(
    { ...test.nobody, address },
    { email: ada.email, password: ada.password, ...(code === undefined ? {} : { code }) },
  );
const typesOf = async () =>
  (await test.database.query.select({ type: events.type }).from(events)).map(({ type }) => type);
const codeRequired = expect.objectContaining({ code: 'code_required' });
const wrongCode = expect.objectContaining({
  code: 'code_required',
  fields: [expect.objectContaining({ field: 'code' })],
});

/** With an app, in a time step of its own. */
async function withApp(): Promise<{ typed: string; codes: readonly string[] }> {
  const { typed } = await test.vault.startTotp(ada, {});
  const { recoveryCodes: codes } = await test.vault.confirmTotp(ada, { code: now(typed) });
  test.clock.advance(2 * STEP_MS);
  return { typed, codes };
}

describe('an authenticator app', () => {
  it('counts for nothing until a code of it was right, and then a sign-in asks for one', async () => {
    const { typed } = await test.vault.startTotp(ada, {});
    expect((await signIn()).userId).toBe(ada.userId);
    await expect(test.vault.confirmTotp(ada, { code: '000 000' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'code' }],
    });
    const { recoveryCodes: codes } = await test.vault.confirmTotp(ada, { code: now(typed) });
    expect(new Set(codes).size).toBe(10);
    test.clock.advance(STEP_MS);
    await expect(signIn()).rejects.toEqual(codeRequired);
    await expect(signIn('')).rejects.toEqual(codeRequired);
    expect((await signIn(now(typed))).userId).toBe(ada.userId);
    expect(await typesOf()).toEqual(
      expect.arrayContaining(['user.totp_added', 'user.recovery_codes_made', 'session.created']),
    );
  });

  it('gives a code that works once, also for two at the same moment', async () => {
    const { typed } = await withApp();
    const code = now(typed);
    const tries = await Promise.allSettled([signIn(code), signIn(code, '192.0.2.2')]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(signIn(code)).rejects.toEqual(wrongCode);
    test.clock.advance(STEP_MS);
    // Still within the window, and of a step that was used.
    await expect(signIn(code)).rejects.toEqual(wrongCode);
    expect((await signIn(now(typed))).userId).toBe(ada.userId);
  });

  it('gives a code that was used for the set-up to no sign-in', async () => {
    const { typed } = await test.vault.startTotp(ada, {});
    const code = now(typed);
    await test.vault.confirmTotp(ada, { code });
    await expect(signIn(code)).rejects.toEqual(wrongCode);
  });

  it('gives no earlier code once a later one was used', async () => {
    const { typed } = await withApp();
    const before = codeOf(typed, new Date(test.clock.now().getTime() - STEP_MS));
    await signIn(now(typed));
    await expect(signIn(before)).rejects.toEqual(wrongCode);
  });

  it('gives a code that may be typed with spaces, hyphens and wide digits', async () => {
    const { typed } = await withApp();
    for (const write of [
      (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)}\n`,
      (code: string) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ]) {
      expect((await signIn(write(now(typed)))).userId).toBe(ada.userId);
      test.clock.advance(STEP_MS);
    }
  });

  it('is asked for only after a right password: a wrong one tells nothing of it', async () => {
    const { typed } = await withApp();
    const guess = (email: string, code: string) =>
      test.vault
        .createSession(test.nobody, { email, password: 'a wrong password', code })
        .catch((error: Error) => JSON.stringify([error, error.message]));
    const answers = [await guess(ada.email, now(typed)), await guess('no@example.com', now(typed))];
    expect(answers[0]).toContain('invalid_credentials');
    expect(answers[1]).toBe(answers[0]);
    // The code was not used up by it.
    expect((await signIn(now(typed))).userId).toBe(ada.userId);
  });

  it('is not gone around by a passkey that a mailed link makes in place of the password', async () => {
    await withApp();
    const { passwordToken } = await test.vault.makePasswordLink(test.operator, { email: ada.email });
    const token = passwordToken ?? '';
    await expect(test.vault.beginPasskeyByLink(test.nobody, { token })).rejects.toMatchObject({
      code: 'forbidden',
    });
    // A challenge from before the app was there is of no use either.
    const { options } = await test.vault.beginPasskey(ada, {});
    const response = new Authenticator().make(options);
    await expect(test.vault.choosePasskey(test.nobody, { token, response })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await test.vault.choosePassword(test.nobody, { token, password: 'yet another pass phrase' });
    await expect(
      test.vault.createSession(test.nobody, { email: ada.email, password: 'yet another pass phrase' }),
    ).rejects.toMatchObject({ code: 'code_required' });
  });

  it('is there once: another is added after the first was removed', async () => {
    await withApp();
    await expect(test.vault.startTotp(ada, {})).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(test.vault.confirmTotp(ada, { code: '123456' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await test.vault.removeTotp(ada, {});
    expect((await signIn()).userId).toBe(ada.userId);
    expect(await test.database.query.select().from(recoveryCodes)).toEqual([]);
    await withApp();
    await expect(signIn()).rejects.toEqual(codeRequired);
  });

  it('is sealed where it is stored, for this person alone', async () => {
    const { typed } = await withApp();
    const [row] = await test.database.query.select().from(totps);
    const secret = Buffer.from((row as { sealedSecret: Uint8Array }).sealedSecret);
    expect(secret[0]).toBe(1);
    expect(secret.toString('latin1')).not.toContain(typed);
    const eve = await test.newUser('admin');
    const eves = await test.vault.startTotp(eve, {});
    await test.vault.confirmTotp(eve, { code: now(eves.typed) });
    test.clock.advance(STEP_MS);
    // Whoever only writes into the database puts their own app into another's account.
    const [own] = await test.database.query.select().from(totps).where(eq(totps.userId, eve.userId));
    await test.database.commit([
      test.database.query
        .update(totps)
        .set({ sealedSecret: own?.sealedSecret })
        .where(eq(totps.userId, ada.userId)),
    ]);
    await expect(signIn(now(eves.typed))).rejects.toMatchObject({ code: 'integrity_failure' });
  });

  it('wants a recent proof, and a person', async () => {
    const key = await test.newKey();
    await expect(test.vault.startTotp(key, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(test.vault.startTotp(test.operator, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.vault.startTotp(test.nobody, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await withApp();
    test.clock.advance(15 * 60_000);
    for (const change of [
      test.vault.startTotp(ada, {}),
      test.vault.removeTotp(ada, {}),
      test.vault.makeRecoveryCodes(ada, {}),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'proof_required' });
    }
  });
});

describe('a code that several bring at the same moment', () => {
  /** Without a password nothing is hashed, so that all of them look before the first one has stored anything. */
  const proofsBy = async (code: string) => {
    await test.database.commit([
      test.database.query.update(users).set({ passwordHash: null }).where(eq(users.id, ada.userId)),
    ]);
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => test.vault.proveSession(ada, { code })),
    );
    return tries.filter(({ status }) => status === 'fulfilled').length;
  };

  it('is taken from one of them: of the app', async () => {
    const { typed } = await withApp();
    expect(await proofsBy(now(typed))).toBe(1);
  });

  it('is taken from one of them: for recovery', async () => {
    const { codes } = await withApp();
    expect(await proofsBy(codes[0] ?? '')).toBe(1);
  });
});

describe('a recovery code', () => {
  it('takes the place of the app, once, however it is typed', async () => {
    const { codes } = await withApp();
    const [first = '', second = '', third = ''] = codes;
    expect(first).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    expect((await signIn(first)).userId).toBe(ada.userId);
    await expect(signIn(first)).rejects.toEqual(wrongCode);
    expect((await signIn(` ${second.toUpperCase().replaceAll('-', ' ')} `)).userId).toBe(ada.userId);
    const mistaken = third.replaceAll('0', 'O').replaceAll('1', 'l').replaceAll('-', '');
    expect((await signIn(mistaken)).userId).toBe(ada.userId);
    expect((await test.vault.describeAccount(ada, {})).waysIn?.recoveryCodesLeft).toBe(7);
    expect((await typesOf()).filter((type) => type === 'user.recovery_code_used')).toHaveLength(3);
  });

  it('works once for two at the same moment', async () => {
    const { codes } = await withApp();
    const code = codes[0] ?? '';
    const tries = await Promise.allSettled([signIn(code), signIn(code, '192.0.2.2')]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is of one person, and is stored as a MAC', async () => {
    const { codes } = await withApp();
    const eve = await test.newUser('admin');
    const { typed } = await test.vault.startTotp(eve, {});
    await test.vault.confirmTotp(eve, { code: now(typed) });
    const asEve = { email: eve.email, password: eve.password, code: codes[0] ?? '' };
    await expect(test.vault.createSession(test.nobody, asEve)).rejects.toEqual(wrongCode);
    const stored = JSON.stringify([
      await test.database.query.select().from(recoveryCodes),
      await test.database.query.select().from(events),
    ]);
    for (const code of codes) expect(stored).not.toContain(code);
    expect((await signIn(codes[0])).userId).toBe(ada.userId);
  });

  it('of before ends when new ones are made', async () => {
    const { codes } = await withApp();
    const { recoveryCodes: fresh } = await test.vault.makeRecoveryCodes(ada, {});
    await expect(signIn(codes[0])).rejects.toEqual(wrongCode);
    expect((await signIn(fresh[0])).userId).toBe(ada.userId);
    expect((await test.vault.describeAccount(ada, {})).waysIn?.recoveryCodesLeft).toBe(9);
  });
});

describe('somebody who lost the app and the codes', () => {
  it('signs in with the password alone after the operator has removed them', async () => {
    await withApp();
    await expect(test.vault.removeSecondFactor(ada, { email: ada.email })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      test.vault.removeSecondFactor(test.operator, { email: 'no@example.com' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await test.vault.removeSecondFactor(test.operator, { email: ada.email.toUpperCase() });
    expect((await signIn()).userId).toBe(ada.userId);
    expect(await typesOf()).toContain('user.totp_removed');
    await expect(test.vault.removeSecondFactor(test.operator, { email: ada.email })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('does not get rid of them by choosing a new password', async () => {
    const { typed } = await withApp();
    const link = await test.vault.requestPasswordLink(test.nobody, { email: ada.email });
    const password = 'some other words in a row';
    await test.vault.choosePassword(test.nobody, { token: link?.token ?? '', password });
    const asAda = { email: ada.email, password };
    await expect(test.vault.createSession(test.nobody, asAda)).rejects.toEqual(codeRequired);
    const code = now(typed);
    expect((await test.vault.createSession(test.nobody, { ...asAda, code })).userId).toBe(ada.userId);
  });
});
