import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '../db/schema';
import type { Caller } from './index';
import {
  claimsOf,
  comeBack,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  type SessionCaller,
  signInAt,
  type TestVault,
} from './test-support';

let test: TestVault;
let ada: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  ada = await test.newUser('admin');
});
afterEach(() => test.close());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
async function signIn(more: { address?: string; userAgent?: string } = {}): Promise<Caller> {
  const { email, password } = ada;
  const { token } = await test.vault.createSession({ ...test.nobody, ...more }, { email, password });
  return { via: 'session', token, requestId: 'test' };
}
const notFound = expect.objectContaining({ code: 'not_found' });
const isOut = (caller: Caller) =>
  expect(test.vault.describeSession(caller, {})).rejects.toMatchObject({ code: 'unauthenticated' });
const isIn = async (caller: Caller) =>
  expect((await test.vault.describeSession(caller, {})).userId).toBe(ada.userId);

describe('a person’s sessions', () => {
  it('are listed with device, place and time, and say which one asks', async () => {
    test.clock.advance(60_000);
    const there = await signIn({ address: '203.0.113.7', userAgent: FIREFOX });
    const { items } = await test.vault.listSessions(there, {});
    expect(items).toMatchObject([
      { isThis: true, device: 'Firefox on Linux', address: '203.0.113.7', method: 'password' },
      { isThis: false, device: null, address: null },
    ]);
    test.clock.advance(5 * 60_000);
    await test.vault.listSessions({ ...there, address: '203.0.113.8' }, {});
    const [seen] = (await test.vault.listSessions(there, {})).items;
    expect(seen).toMatchObject({ address: '203.0.113.8', lastSeenAt: test.clock.now().toISOString() });
    expect(JSON.stringify(items)).not.toContain((there as { token: string }).token);
    test.clock.advance(12 * 60 * 60_000);
    expect((await test.vault.listSessions(await signIn(), {})).items).toHaveLength(1);
  });

  it('end one by one, at once', async () => {
    const other = await signIn();
    const mine = (await test.vault.listSessions(ada, {})).items.find(({ isThis }) => !isThis);
    await test.vault.revokeSession(ada, { id: mine?.id ?? '' });
    await isOut(other);
    await isIn(ada);
    // To end it twice is to end nothing.
    await expect(test.vault.revokeSession(ada, { id: mine?.id ?? '' })).rejects.toEqual(notFound);
    await test.vault.revokeSession(ada, {});
    await isOut(ada);
    const rows = await test.database.query.select().from(events).where(eq(events.type, 'session.revoked'));
    expect(rows.map(({ actorId, data }) => [actorId, data])).toEqual([
      [ada.userId, { session_ids: [mine?.id] }],
      [ada.userId, { session_ids: [expect.any(String)] }],
    ]);
  });

  it('end all but this one', async () => {
    const others = [await signIn(), await signIn()];
    expect((await test.vault.revokeSession(ada, { others: true })).ids).toHaveLength(2);
    for (const one of others) await isOut(one);
    await isIn(ada);
    expect((await test.vault.revokeSession(ada, { others: true })).ids).toEqual([]);
  });

  it('are nobody else’s to see or to end: theirs look like none', async () => {
    const eve = await test.newUser('owner');
    const [hers] = (await test.vault.listSessions(ada, {})).items;
    const failure = (id: string) =>
      test.vault.revokeSession(eve, { id }).catch((error: Error) => JSON.stringify([error, error.message]));
    expect(await failure(hers?.id ?? '')).toBe(await failure('session_none'));
    await isIn(ada);
    expect((await test.vault.listSessions(eve, {})).items).toHaveLength(1);
    const key = await test.newKey();
    await expect(test.vault.revokeSession(key, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(test.vault.listSessions(key, {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('elsewhere are not there for whoever one organization’s provider vouches for, and those that began there are', async () => {
    const acme = await newVerifiedOrganization(test);
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const { id: everywhere } = await newProvider(test, null, { issuer: 'https://everywhere.example' });
    const claims = claimsOf();
    const known = claimsOf({ issuer: 'https://everywhere.example' });
    await test.vault.linkIdentity(ada, await comeBack(test, id, claims, ada));
    await test.vault.linkIdentity(ada, await comeBack(test, everywhere, known, ada));
    const [there, again] = [await signInAt(test, id, claims), await signInAt(test, id, claims)];
    const { items } = await test.vault.listSessions(there, {});
    expect(items.map(({ method }) => method)).toEqual(['sso', 'sso']);
    const [hers] = (await test.vault.listSessions(ada, {})).items.filter(({ isThis }) => isThis);
    const failure = (wanted: string) =>
      test.vault.revokeSession(there, { id: wanted }).catch((error: Error) => error.message);
    expect(await failure(hers?.id ?? '')).toBe(await failure('session_none'));
    expect((await test.vault.revokeSession(there, { others: true })).ids).toHaveLength(1);
    await isOut(again);
    await isIn(ada);
    // The environment's provider vouches for all of the account.
    const whole = await signInAt(test, everywhere, known);
    expect((await test.vault.listSessions(whole, {})).items).toHaveLength(3);
    await test.vault.revokeSession(whole, { id: hers?.id ?? '' });
    await isOut(ada);
    await test.vault.revokeSession(there, {});
    await isOut(there);
  });
});
