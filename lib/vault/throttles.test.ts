import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { throttles } from '../db/schema';
import type { Vault } from './index';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';
import { codeOf } from './test-support/totp';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
});
afterEach(() => test.close());

const invalidCredentials = expect.objectContaining({ code: 'invalid_credentials' });
const tooMany = expect.objectContaining({
  code: 'too_many_requests',
  retryAfterSeconds: expect.any(Number),
});
const from = (address: string, password: string, { email = ada.email, vault = test.vault } = {}) =>
  vault.createSession({ ...test.nobody, address }, { email, password });
const codesOf = async (tries: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(tries)).map((one) =>
    one.status === 'fulfilled' ? 'in' : (one.reason as { code: string }).code,
  );
const many = <Item>(count: number, make: (i: number) => Item) =>
  Array.from({ length: count }, (_, i) => make(i));

describe('wrong passwords', () => {
  it('are counted across a restart, for ten minutes', async () => {
    for (let i = 0; i < 10; i++) await expect(from('10.0.0.1', 'wrong')).rejects.toEqual(invalidCredentials);
    await expect(from('10.0.0.1', ada.password)).rejects.toEqual(tooMany);
    const restarted = await test.openAgain();
    await expect(from('10.0.0.1', ada.password, { vault: restarted })).rejects.toEqual(tooMany);
    test.clock.advance(10 * 60_000);
    expect((await from('10.0.0.1', ada.password, { vault: restarted })).userId).toBe(ada.userId);
  });

  it('are counted one by one when a crowd comes at once', async () => {
    const codes = await codesOf(many(25, () => from('10.0.0.1', 'wrong')));
    expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(15);
  });

  it('are counted for one account however its address is written', async () => {
    const codes = await codesOf(
      many(12, (i) =>
        from('10.0.0.1', 'wrong', { email: i % 2 ? ada.email : ` ${ada.email.toUpperCase()} ` }),
      ),
    );
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
  });

  it('of an account that does not exist are counted the same way', async () => {
    const email = 'nobody@example.com';
    const codes = await codesOf(many(12, () => from('10.0.0.1', 'wrong', { email })));
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
  });

  it('from everywhere do not keep out whoever comes from where they have signed in before', async () => {
    expect((await from('10.9.9.9', ada.password)).userId).toBe(ada.userId);
    expect((await from('2001:db8:1:2::1', ada.password)).userId).toBe(ada.userId);
    const codes = await codesOf(many(210, (i) => from(`10.1.${i}.1`, 'wrong')));
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(10);
    await expect(from('10.2.0.1', ada.password)).rejects.toEqual(tooMany);
    expect((await from('10.9.9.9', ada.password)).userId).toBe(ada.userId);
    // A household's address of the day: its network is known.
    expect((await from('2001:db8:1:2::abcd', ada.password)).userId).toBe(ada.userId);
    await expect(from('2001:db8:1:3::1', ada.password)).rejects.toEqual(tooMany);
  }, 30_000);

  it('of one address at many accounts stop it, and stop nobody elsewhere', async () => {
    const codes = await codesOf(many(110, (i) => from('10.0.0.1', 'wrong', { email: `${i}@example.com` })));
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(10);
    await expect(from('10.0.0.1', ada.password)).rejects.toEqual(tooMany);
    expect((await from('10.0.0.2', ada.password)).userId).toBe(ada.userId);
  }, 30_000);

  it('from one IPv6 network count as from one address', async () => {
    const codes = await codesOf(many(12, (i) => from(`2001:db8:1:2::${i}`, 'wrong')));
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
    expect((await from('2001:db8:1:3::1', ada.password)).userId).toBe(ada.userId);
  });

  it('are forgiven by a right one from the same place', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await expect(from('10.0.0.1', 'wrong')).rejects.toEqual(invalidCredentials);
      expect((await from('10.0.0.1', ada.password)).userId).toBe(ada.userId);
    }
  });

  it('leave rows that name nobody, and go when their time has passed', async () => {
    await expect(from('10.0.0.1', 'wrong')).rejects.toEqual(invalidCredentials);
    const rows = await test.database.query.select().from(throttles);
    // Ada's sign-in came from nowhere, and was forgiven.
    expect(rows.map(({ points }) => points).toSorted((a, b) => a - b)).toEqual([0, 1, 1, 1]);
    const stored = rows.map(({ key }) => Buffer.from(key).toString('latin1')).join(' ');
    expect(stored).not.toContain('10.0.0.1');
    expect(stored).not.toContain(ada.email);
    test.clock.advance(10 * 60_000);
    await expect(from('10.0.0.9', 'wrong', { email: 'no@example.com' })).rejects.toEqual(invalidCredentials);
    expect(await test.database.query.select().from(throttles)).toHaveLength(3);
  });
});

describe('wrong codes', () => {
  let typed: string;
  let codes: readonly string[];
  beforeEach(async () => {
    ({ typed } = await test.vault.startTotp(ada, {}));
    ({ recoveryCodes: codes } = await test.vault.confirmTotp(ada, { code: codeOf(typed, test.clock.now()) }));
    test.clock.advance(60_000);
  });
  const withCode = (address: string, code: string, vault: Vault = test.vault) =>
    vault.createSession({ ...test.nobody, address }, { email: ada.email, password: ada.password, code });
  /** Six digits that are not those of now, of before or of after. */
  const wrong = () => {
    const near = [-30_000, 0, 30_000].map((ms) => codeOf(typed, new Date(test.clock.now().getTime() + ms)));
    return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? '';
  };
  const right = () => codeOf(typed, test.clock.now());

  it('are few from one place, also after a restart, and a recovery code still works there', async () => {
    for (let i = 0; i < 5; i++) {
      await expect(withCode('10.0.0.1', wrong())).rejects.toMatchObject({ code: 'code_required' });
    }
    await expect(withCode('10.0.0.1', right())).rejects.toEqual(tooMany);
    await expect(withCode('10.0.0.1', right(), await test.openAgain())).rejects.toEqual(tooMany);
    expect((await withCode('10.0.0.1', codes[0] ?? '')).userId).toBe(ada.userId);
    expect((await withCode('10.0.0.2', right())).userId).toBe(ada.userId);
  });

  it('are few in a day from wherever they come', async () => {
    const outcomes = await codesOf(many(70, (i) => withCode(`10.0.${i}.1`, wrong())));
    expect(outcomes.filter((code) => code === 'too_many_requests')).toHaveLength(10);
    test.clock.advance(60 * 60_000);
    await expect(withCode('10.2.0.1', right())).rejects.toEqual(tooMany);
    expect((await withCode('10.2.0.1', codes[0] ?? '')).userId).toBe(ada.userId);
    test.clock.advance(23 * 60 * 60_000);
    expect((await withCode('10.2.0.1', right())).userId).toBe(ada.userId);
  }, 30_000);

  it('of a recovery code are counted too', async () => {
    const guess = 'zzzz-zzzz-zzzz-zzzz';
    // The password's own count is forgiven by none of these, and is the first to be full.
    const outcomes = await codesOf(many(14, () => withCode('10.0.0.1', guess)));
    expect(outcomes.filter((code) => code === 'too_many_requests').length).toBeGreaterThanOrEqual(4);
  });
});

describe('asking for links to choose a password', () => {
  const ask = (address: string, email: string) =>
    test.vault.requestPasswordLink({ ...test.nobody, address }, { email });

  it('is slowed down by account and by address, and is the same for an account that does not exist', async () => {
    for (const email of [ada.email, 'no@example.com']) {
      const codes = await codesOf(many(7, (i) => ask(`10.0.0.${i}`, email)));
      expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
    }
    const codes = await codesOf(many(25, (i) => ask('10.3.0.1', `${i}@example.com`)));
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(5);
  });
});
