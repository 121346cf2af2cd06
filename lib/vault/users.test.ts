import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, users } from '../db/schema';
import { openTestVault, type TestVault } from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const PASSWORD = 'a few words in a row';
const setup = (token: string, more = {}) =>
  test.vault.completeSetup(test.nobody, {
    token,
    name: 'Ada',
    email: 'ada@example.com',
    password: PASSWORD,
    organizationName: 'Acme',
    ...more,
  });
const signIn = (email: string, password: string) =>
  test.vault.createSession(test.nobody, { email, password });
const linkInvalid = expect.objectContaining({ code: 'link_invalid' });

describe('the set-up', () => {
  it('makes the first administrator and the first organization, and names the environment', async () => {
    const token = (await test.vault.makeSetupLink(test.operator, {})) as string;
    expect(await test.vault.describeSetup(test.nobody, {})).toEqual({ isSetUp: false });
    const { organizationId } = await setup(token, { environmentName: 'staging' });
    expect(await test.vault.describeSetup(test.nobody, {})).toEqual({ isSetUp: true });
    const session = await signIn('ada@example.com', PASSWORD);
    const caller = { via: 'session', token: session.token, requestId: 'test' } as const;
    const me = await test.vault.describeSession(caller, {});
    expect(me).toMatchObject({
      name: 'Ada',
      environment: { name: 'staging' },
      may: { 'secret.read': 'all', 'api_key.create': 'all' },
    });
    expect(me.may['secret.purge_due']).toBeUndefined();
    const { items } = await test.vault.listOrganizations(caller, {});
    expect(items).toMatchObject([{ id: organizationId, name: 'Acme' }]);
  });

  it('link works once, even for two at the same moment', async () => {
    const token = (await test.vault.makeSetupLink(test.operator, {})) as string;
    const tries = await Promise.allSettled([setup(token), setup(token, { email: 'eve@example.com' })]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(setup(token, { email: 'eve@example.com' })).rejects.toEqual(linkInvalid);
    expect(await test.vault.makeSetupLink(test.operator, {})).toBeNull();
  });

  it('link ends after an hour, and when a newer one is made', async () => {
    const first = (await test.vault.makeSetupLink(test.operator, {})) as string;
    const second = (await test.vault.makeSetupLink(test.operator, {})) as string;
    await expect(setup(first)).rejects.toEqual(linkInvalid);
    test.clock.advance(60 * 60 * 1000);
    await expect(setup(second)).rejects.toEqual(linkInvalid);
    await expect(setup('guess')).rejects.toEqual(linkInvalid);
  });

  it('keeps the link for another try when a field is wrong', async () => {
    const token = (await test.vault.makeSetupLink(test.operator, {})) as string;
    await expect(setup(token, { password: 'short' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'password' }],
    });
    await setup(token);
  });
});

describe('a sign-in', () => {
  it('finds an address however it is written', async () => {
    await test.vault.createUser(test.operator, {
      email: ' Ada@Example.COM ',
      name: 'Ada',
      password: PASSWORD,
      grants: [{ role: 'admin' }],
    });
    for (const email of ['ada@example.com', 'ADA@EXAMPLE.COM', ' ada@example.com\n', 'ａda@example.com']) {
      expect((await signIn(email, PASSWORD)).name).toBe('Ada');
    }
    await expect(
      test.vault.createUser(test.operator, {
        email: 'ADA@example.com',
        name: 'Two',
        password: PASSWORD,
        grants: [{ role: 'admin' }],
      }),
    ).rejects.toMatchObject({ code: 'email_taken' });
  });

  it('gives the same answer for an unknown account, a wrong password and an account without one', async () => {
    await test.vault.createUser(test.operator, {
      email: 'ada@example.com',
      name: 'Ada',
      password: PASSWORD,
      grants: [{ role: 'admin' }],
    });
    await test.vault.createUser(test.operator, {
      email: 'new@example.com',
      name: 'New',
      grants: [{ role: 'admin' }],
    });
    const answers = await Promise.all(
      [
        ['nobody@example.com', PASSWORD],
        ['ada@example.com', 'wrong'],
        ['new@example.com', 'no password'],
        ['new@example.com', ''],
      ].map(([email, password]) =>
        signIn(email as string, password as string).catch((e: Error) => JSON.stringify([e, e.message])),
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('invalid_credentials');
  });

  it('that fails leaves an event without what was typed', async () => {
    await expect(signIn('my-secret-password@oops', 'x')).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    const rows = await test.database.query.select().from(events).where(eq(events.type, 'session.refused'));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('oops');
  });

  it('is slowed down after ten wrong passwords for one account from one address, and for nobody else', async () => {
    const from = (address: string, email: string, password: string) =>
      test.vault.createSession({ ...test.nobody, address }, { email, password });
    const [slow, fast] = [await test.newUser('admin'), await test.newUser('admin')];
    for (let i = 0; i < 10; i++) {
      await expect(from('10.0.0.1', slow.email, 'wrong')).rejects.toMatchObject({
        code: 'invalid_credentials',
      });
    }
    await expect(from('10.0.0.1', slow.email, slow.password)).rejects.toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: expect.any(Number),
    });
    expect((await from('10.0.0.1', fast.email, fast.password)).userId).toBe(fast.userId);
    expect((await from('10.0.0.2', slow.email, slow.password)).userId).toBe(slow.userId);
  });

  it('that succeeds does not count, however often', async () => {
    const user = await test.newUser('admin');
    for (let i = 0; i < 12; i++) {
      const { email, password } = user;
      await test.vault.createSession({ ...test.nobody, address: '10.0.0.3' }, { email, password });
    }
  });
});

describe('a password', () => {
  it('is chosen once through a link, and stored as argon2id', async () => {
    const made = await test.vault.createUser(test.operator, {
      email: 'new@example.com',
      name: 'New',
      grants: [{ role: 'admin' }],
    });
    const token = made.passwordToken as string;
    await test.vault.choosePassword(test.nobody, { token, password: PASSWORD });
    expect((await signIn('new@example.com', PASSWORD)).userId).toBe(made.id);
    await expect(
      test.vault.choosePassword(test.nobody, { token, password: 'another few words' }),
    ).rejects.toEqual(linkInvalid);
    const [row] = await test.database.query.select().from(users).where(eq(users.id, made.id));
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('link ends after a day, and is not a set-up link', async () => {
    const { passwordToken } = await test.vault.createUser(test.operator, {
      email: 'a@example.com',
      name: 'A',
      grants: [{ role: 'admin' }],
    });
    await expect(setup(passwordToken as string)).rejects.toEqual(linkInvalid);
    test.clock.advance(24 * 60 * 60 * 1000);
    await expect(
      test.vault.choosePassword(test.nobody, { token: passwordToken as string, password: PASSWORD }),
    ).rejects.toEqual(linkInvalid);
  });
});

describe('a lost password', () => {
  it('is replaced through a new link, and every session of the user ends', async () => {
    const lost = await test.newUser('admin');
    const { passwordToken } = await test.vault.makePasswordLink(test.operator, { email: lost.email });
    expect((await signIn(lost.email, lost.password)).userId).toBe(lost.userId);
    await test.vault.choosePassword(test.nobody, { token: passwordToken as string, password: PASSWORD });
    await expect(test.vault.describeSession(lost, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(signIn(lost.email, lost.password)).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect((await signIn(lost.email, PASSWORD)).userId).toBe(lost.userId);
  });

  it('link ends the one before, and is the operator’s to make', async () => {
    const admin = await test.newUser('admin');
    const first = await test.vault.makePasswordLink(test.operator, { email: admin.email });
    await test.vault.makePasswordLink(test.operator, { email: admin.email });
    await expect(
      test.vault.choosePassword(test.nobody, { token: first.passwordToken as string, password: PASSWORD }),
    ).rejects.toEqual(linkInvalid);
    await expect(test.vault.makePasswordLink(admin, { email: admin.email })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      test.vault.makePasswordLink(test.operator, { email: 'no@example.com' }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a member', () => {
  it('of two organizations sees exactly those, each by its role', async () => {
    const [a, b, c] = [
      await test.newOrganization('A'),
      await test.newOrganization('B'),
      await test.newOrganization('C'),
    ];
    const member = await test.newUser(
      { role: 'editor', organizationId: a.id },
      { role: 'reader', organizationId: b.id },
    );
    const { items } = await test.vault.listOrganizations(member, {});
    expect(items.map(({ name }) => name)).toEqual(['B', 'A']);
    const create = (org: string) =>
      test.vault.createSecret(member, { name: 's', value: 'v', context: { organization_id: org } });
    await create(a.id);
    await expect(create(b.id)).rejects.toMatchObject({ code: 'unknown_organization' });
    await expect(create(c.id)).rejects.toMatchObject({ code: 'unknown_organization' });
    await expect(test.vault.listSecrets(member, {})).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await test.vault.listSecrets(member, { organizationId: b.id })).items).toEqual([]);
    await expect(test.vault.createApiKey(member, { name: 'x', organizationId: a.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
