import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { challenges, departures, events, grants, identities, users } from '../db/schema';
import {
  BROWSER,
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
let acme: { id: string };
beforeEach(async () => {
  test = await openTestVault();
  acme = await newVerifiedOrganization(test);
});
afterEach(() => test.close());

const refused = expect.objectContaining({ code: 'sso_refused' });
const typesOf = async (type: string) =>
  (await test.database.query.select().from(events)).filter((event) => event.type === type);
const roleOf = async (userId: string) =>
  (await test.database.query.select().from(grants).where(eq(grants.userId, userId))).map(({ role }) => role);

describe('a sign-in at an organization’s provider', () => {
  it('makes a member of whoever is new, with the role that all get, and leaves its events', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const claims = claimsOf({ email: 'Grace@Acme.example' });
    const grace = await signInAt(test, id, claims);
    expect(await test.vault.describeSession(grace, {})).toMatchObject({
      name: 'Grace Hopper',
      grants: [{ organizationId: acme.id, role: 'viewer' }],
    });
    expect(await typesOf('member.joined')).toMatchObject([
      { organizationId: acme.id, data: { user_id: grace.userId, role: 'viewer' } },
    ]);
    expect(await typesOf('user.identity_linked')).toHaveLength(1);
    expect(await typesOf('session.created')).toMatchObject([{ data: { method: 'sso' } }]);
    // Known by issuer and subject from now on: another address of theirs makes nobody else of them.
    const again = await signInAt(test, id, { ...claims, email: 'hopper@acme.example' });
    expect(again.userId).toBe(grace.userId);
    expect(await typesOf('member.joined')).toHaveLength(1);
  });

  it('gives the strongest role that the claim is mapped to, and the one of the claim at each sign-in', async () => {
    const { id } = await newProvider(test, acme.id, {
      roleClaim: 'groups',
      roles: { staff: 'reader', operations: 'editor' },
      defaultRole: null,
    });
    const claims = claimsOf();
    const first = await signInAt(test, id, { ...claims, roles: ['staff', 'operations', '__proto__'] });
    expect(await roleOf(first.userId)).toEqual(['editor']);
    await signInAt(test, id, { ...claims, roles: ['staff'] });
    expect(await roleOf(first.userId)).toEqual(['reader']);
    expect(await typesOf('member.role_changed')).toMatchObject([
      { data: { from_role: 'editor', to_role: 'reader', user_id: first.userId } },
    ]);
    expect(await test.database.query.select().from(departures)).toEqual([]);
    await test.vault.updateIdentityProvider(test.operator, {
      id,
      roles: { staff: 'reader', operations: 'editor', guests: 'viewer' },
    });
    await signInAt(test, id, { ...claims, roles: ['guests'] });
    // What they could read wants new values.
    expect(await test.database.query.select().from(departures)).toMatchObject([
      { userId: first.userId, role: 'reader' },
    ]);
    await expect(signInAt(test, id, { ...claims, roles: ['cleaning'] })).rejects.toEqual(refused);
    await expect(signInAt(test, id, claimsOf({ roles: ['toString'] }))).rejects.toEqual(refused);
    expect(await typesOf('session.refused')).toHaveLength(2);
  });

  it('leaves a role that was given here where no claim decides', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const claims = claimsOf();
    const { userId } = await signInAt(test, id, claims);
    await test.database.commit([
      test.database.query.update(grants).set({ role: 'admin' }).where(eq(grants.userId, userId)),
    ]);
    await signInAt(test, id, claims);
    expect(await roleOf(userId)).toEqual(['admin']);
  });

  it('never takes the last administrator from an organization', async () => {
    const { id } = await newProvider(test, acme.id, {
      roleClaim: 'groups',
      roles: { boss: 'admin' },
      defaultRole: 'viewer',
    });
    const claims = claimsOf();
    const { userId } = await signInAt(test, id, { ...claims, roles: ['boss'] });
    await signInAt(test, id, claims);
    expect(await roleOf(userId)).toEqual(['admin']);
    await test.newUser({ role: 'admin', organizationId: acme.id });
    await signInAt(test, id, claims);
    expect(await roleOf(userId)).toEqual(['viewer']);
  });

  it('gives no role beyond those of an organization, whatever stands in the row', async () => {
    const { id } = await newProvider(test, acme.id, { roleClaim: 'groups', defaultRole: null });
    await test.database.query.run(
      `update identity_providers set roles = '{"boss":"owner"}', default_role = 'owner'`,
    );
    await expect(signInAt(test, id, claimsOf({ roles: ['boss'] }))).rejects.toEqual(refused);
  });

  it('lets in verified addresses of verified domains only', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const attempts = [
      claimsOf({ emailVerified: false }),
      claimsOf({ email: null }),
      claimsOf({ email: 'eve@evil.example' }),
      claimsOf({ email: 'eve@sub.acme.example' }),
      claimsOf({ email: 'eve@notacme.example' }),
    ];
    for (const claims of attempts) await expect(signInAt(test, id, claims)).rejects.toEqual(refused);
    const known = claimsOf();
    await signInAt(test, id, known);
    await expect(signInAt(test, id, { ...known, emailVerified: false })).rejects.toEqual(refused);
    await expect(signInAt(test, id, { ...known, email: 'eve@evil.example' })).rejects.toEqual(refused);
    await test.vault.updateOrganization(test.operator, {
      id: acme.id,
      domains: [{ domain: 'acme.example', state: 'pending' }],
    });
    await expect(signInAt(test, id, known)).rejects.toEqual(refused);
  });

  it('never takes an account for its own because of the address', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    await test.vault.createUser(test.operator, {
      email: 'ada@acme.example',
      name: 'Ada',
      grants: [{ role: 'owner' }],
    });
    await expect(signInAt(test, id, claimsOf({ email: 'ADA@acme.example' }))).rejects.toMatchObject({
      code: 'sso_link_needed',
    });
    expect(await test.database.query.select().from(identities)).toEqual([]);
    expect(await typesOf('session.created')).toEqual([]);
  });

  it('takes no token of another issuer', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const claims = claimsOf({ issuer: 'https://elsewhere.example' });
    await expect(signInAt(test, id, claims)).rejects.toEqual(refused);
    // The same in another spelling.
    await signInAt(test, id, claimsOf({ issuer: 'https://login.example' }));
  });

  it('reaches that organization and nothing else of the person', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const other = await test.newOrganization('Other');
    const owner = await test.newUser('owner', { role: 'admin', organizationId: other.id });
    const claims = claimsOf();
    await test.vault.linkIdentity(owner, await comeBack(test, id, claims, owner));
    const there = await signInAt(test, id, claims);
    expect(there.userId).toBe(owner.userId);
    expect((await test.vault.describeSession(there, {})).grants).toEqual([
      { organizationId: acme.id, role: 'viewer' },
    ]);
    await expect(test.vault.describeOrganization(there, { id: other.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    // Nor does it change how the person signs in elsewhere.
    await expect(
      test.vault.beginIdentityLink(there, { providerId: id, browser: BROWSER, next: '/' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('ends with its provider', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const claims = claimsOf();
    const one = await signInAt(test, id, claims);
    await test.vault.updateIdentityProvider(test.operator, { id, disabled: true });
    await expect(test.vault.describeSession(one, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(signInAt(test, id, claims)).rejects.toMatchObject({ code: 'not_found' });
    await test.vault.updateIdentityProvider(test.operator, { id, disabled: false });
    // Used again, it brings nobody back.
    await expect(test.vault.describeSession(one, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    const two = await signInAt(test, id, claims);
    expect((await test.vault.describeSession(two, {})).name).toBe('Grace Hopper');
    await test.vault.deleteIdentityProvider(test.operator, { id });
    await expect(test.vault.describeSession(two, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('does not begin at the provider of an organization that is gone', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    await test.vault.deleteOrganization(test.operator, { id: acme.id });
    await expect(signInAt(test, id, claimsOf())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('by two at the same moment makes one person', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'viewer' });
    const claims = claimsOf();
    const [a, b] = await Promise.all([signInAt(test, id, claims), signInAt(test, id, claims)]);
    expect(a.userId).toBe(b.userId);
    expect(await test.database.query.select().from(users)).toHaveLength(1);
  });
});

describe('a state', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await newProvider(test, acme.id, { defaultRole: 'viewer' }));
  });
  const begin = () => test.vault.beginSso(test.nobody, { providerId: id, browser: BROWSER, next: '/orgs' });
  const take = (state: string, browser = BROWSER, organizationId: string | null = acme.id) =>
    test.vault.takeSsoAnswer(test.nobody, { state, browser, organizationId });

  it('gives what an exchange takes, and no secret to whoever writes it down', async () => {
    const { state, nonce, codeChallenge } = await begin();
    const exchange = await take(state);
    expect(exchange).toMatchObject({ nonce, next: '/orgs', links: false });
    expect(exchange.clientSecret()).toBe('client secret');
    const { createHash } = await import('node:crypto');
    expect(createHash('sha256').update(exchange.codeVerifier()).digest('base64url')).toBe(codeChallenge);
    const written = JSON.stringify(exchange);
    expect(written).toContain(nonce);
    expect(written).not.toContain('client secret');
    expect(written).not.toContain(exchange.codeVerifier());
    const rows = JSON.stringify(await test.database.query.select().from(challenges));
    for (const secret of [state, nonce, exchange.codeVerifier(), BROWSER]) expect(rows).not.toContain(secret);
  });

  it('is not asked for without end, at a provider that is not there either', async () => {
    const from = { ...test.nobody, address: '192.0.2.1' };
    const ask = (providerId: string) =>
      test.vault.beginSso(from, { providerId, browser: BROWSER, next: '/' });
    await ask(id);
    for (let times = 1; times < 200; times += 1) {
      await expect(ask('provider_none')).rejects.toMatchObject({ code: 'not_found' });
    }
    for (const one of ['provider_none', id]) {
      await expect(ask(one)).rejects.toMatchObject({ code: 'too_many_requests' });
    }
    await begin();
  });

  it('is answered at the address of its own place: the code of another’s provider goes to no stranger', async () => {
    const bolt = await newVerifiedOrganization(test, 'bolt.example');
    const everywhere = await newProvider(test, null);
    const { state, organizationId } = await begin();
    expect(organizationId).toBe(acme.id);
    for (const place of [null, bolt.id, everywhere.id]) {
      await expect(take(state, BROWSER, place), `${place}`).rejects.toEqual(refused);
    }
    await take(state);
    const asked = { providerId: everywhere.id, browser: BROWSER, next: '/' };
    const ofAll = await test.vault.beginSso(test.nobody, asked);
    expect(ofAll.organizationId).toBe(null);
    await expect(take(ofAll.state, BROWSER, acme.id)).rejects.toEqual(refused);
    await take(ofAll.state, BROWSER, null);
  });

  it('is answered once, in its browser, within ten minutes', async () => {
    const other = await begin();
    await expect(take(other.state, `${BROWSER}!`)).rejects.toEqual(refused);
    const { state } = await begin();
    const both = await Promise.allSettled([take(state), take(state)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(take(state)).rejects.toEqual(refused);
    await expect(take('guess')).rejects.toEqual(refused);
    test.clock.advance(10 * 60 * 1000);
    await expect(take(other.state)).rejects.toEqual(refused);
    await begin();
    expect(await test.database.query.select().from(challenges)).toHaveLength(1);
  });

  it('signs in once', async () => {
    const given = await comeBack(test, id, claimsOf());
    const both = await Promise.allSettled([
      test.vault.createSsoSession(test.nobody, given),
      test.vault.createSsoSession(test.nobody, given),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('takes only claims that were vouched for, in answer to itself', async () => {
    const claims = JSON.stringify(claimsOf());
    const { state } = await begin();
    const early = { state, claims, voucher: test.vault.vouch(state, claims) };
    // Nobody has come back yet.
    await expect(test.vault.createSsoSession(test.nobody, early)).rejects.toEqual(refused);
    const { state: another } = await begin();
    await take(another);
    for (const voucher of ['', 'x'.repeat(43), early.voucher, test.vault.vouch(another, '{}')]) {
      const given = { state: another, claims, voucher };
      await expect(test.vault.createSsoSession(test.nobody, given)).rejects.toEqual(refused);
    }
    const right = { state: another, claims, voucher: test.vault.vouch(another, claims) };
    await test.vault.createSsoSession(test.nobody, right);
  });

  it('of a link signs nobody in, and that of a sign-in links nothing', async () => {
    const person = await test.newUser('admin');
    const link = await comeBack(test, id, claimsOf(), person);
    await expect(test.vault.createSsoSession(test.nobody, link)).rejects.toEqual(refused);
    const signIn = await comeBack(test, id, claimsOf());
    await expect(test.vault.linkIdentity(person, signIn)).rejects.toEqual(refused);
  });
});

describe('an identity', () => {
  it('is linked by whoever is signed in, to themselves, and taken away again', async () => {
    const { id } = await newProvider(test, null);
    const person = await test.newUser('auditor');
    const eve = await test.newUser('auditor');
    const claims = claimsOf({ email: 'other@elsewhere.example' });
    const given = await comeBack(test, id, claims, person);
    await expect(test.vault.linkIdentity(eve, given)).rejects.toEqual(refused);
    await test.vault.linkIdentity(person, given);
    expect(await typesOf('user.identity_linked')).toMatchObject([{ data: { user_id: person.userId } }]);
    const session = await signInAt(test, id, claims);
    expect(session.userId).toBe(person.userId);
    // The environment's own provider vouches for all of the account.
    expect((await test.vault.describeSession(session, {})).grants).toEqual([
      { organizationId: null, role: 'auditor' },
    ]);
    // It belongs to one account.
    await expect(test.vault.linkIdentity(eve, await comeBack(test, id, claims, eve))).rejects.toEqual(
      refused,
    );
    const own = await test.vault.describeSingleSignOn(person, {});
    expect(own).toMatchObject({ identities: [{ issuer: ISSUER }], providers: [{ id }], vouchedFor: null });
    const identityId = own.identities[0]?.id ?? '';
    await expect(test.vault.removeIdentity(eve, { id: identityId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await test.vault.removeIdentity(person, { id: identityId });
    await expect(test.vault.describeSession(session, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(signInAt(test, id, claims)).rejects.toEqual(refused);
    expect(await typesOf('user.identity_unlinked')).toHaveLength(1);
  });

  it('of one organization shows nothing of what its owner is elsewhere', async () => {
    const { id } = await newProvider(test, acme.id, { defaultRole: 'reader' });
    const bolt = await test.newOrganization('Bolt');
    const claims = claimsOf();
    const session = await signInAt(test, id, claims);
    const { userId } = session;
    const { query } = test.database;
    const grant = { id: 'grant_bolt', userId, organizationId: bolt.id, role: 'admin', createdAt: '2026' };
    await test.database.commit([query.insert(grants).values(grant)]);
    const { roles } = await test.vault.describeAccount(session, {});
    expect(roles).toMatchObject([{ organizationId: acme.id, role: 'reader' }]);
    expect(JSON.stringify(roles)).not.toContain('Bolt');
    const elsewhere = await newProvider(test, null, { issuer: 'https://everywhere.example' });
    const other = claimsOf({ issuer: elsewhere.issuer });
    const identity = { id: 'identity_2', issuer: other.issuer, subject: other.subject, userId };
    await test.database.commit([
      query.insert(identities).values({ ...identity, createdAt: '2026' }),
      query.insert(grants).values({ ...grant, id: 'grant_all', organizationId: null, role: 'owner' }),
    ]);
    const all = await signInAt(test, elsewhere.id, other);
    const { environmentId } = await test.vault.createSecret(all, { name: 'of all', value: 'v', context: {} });
    expect(environmentId).toBeDefined();
    await test.vault.createSecret(all, {
      name: 'of acme',
      value: 'v',
      context: { organization_id: acme.id },
    });
    const toldTo = async (by: typeof session) =>
      JSON.stringify([
        await test.vault.listOwnEvents(by, { limit: 100 }),
        await test.vault.describeSingleSignOn(by, {}),
        await test.vault.describeAccount(by, {}),
      ]);
    for (const words of ['"of all"', '"of acme"', 'everywhere.example', ISSUER]) {
      expect(await toldTo(all), words).toContain(words);
    }
    expect(await toldTo(session)).toContain('"of acme"');
    expect(await toldTo(session)).toContain(ISSUER);
    expect(await toldTo(session)).not.toContain('"of all"');
    expect(await toldTo(session)).not.toContain('everywhere.example');
  });

  it('of an organization’s provider has to have an address of its domains, for a link too', async () => {
    const { id } = await newProvider(test, acme.id);
    const person = await test.newUser('auditor');
    const claims = claimsOf({ email: 'eve@evil.example' });
    await expect(test.vault.linkIdentity(person, await comeBack(test, id, claims, person))).rejects.toEqual(
      refused,
    );
  });

  it('asks for a recent proof before it is linked', async () => {
    const { id } = await newProvider(test, null);
    const person = await test.newUser('auditor');
    test.clock.advance(16 * 60 * 1000);
    await expect(comeBack(test, id, claimsOf(), person)).rejects.toMatchObject({ code: 'proof_required' });
  });
});

describe('the environment’s provider', () => {
  it('lets in whoever was invited, with the roles of the invitations that still give something', async () => {
    const { id } = await newProvider(test, null);
    const email = 'grace@acme.example';
    const inviter = await test.newUser({ role: 'admin', organizationId: acme.id });
    const other = await test.newOrganization('Other');
    const gone = await test.newUser({ role: 'admin', organizationId: other.id });
    const invite = (by: typeof inviter, organizationId: string) =>
      test.vault.createInvitation(by, { organizationId, email, role: 'editor' });
    await invite(inviter, acme.id);
    await invite(gone, other.id);
    await test.database.commit([test.database.query.delete(grants).where(eq(grants.userId, gone.userId))]);
    await expect(signInAt(test, id, claimsOf({ email, emailVerified: false }))).rejects.toEqual(refused);
    const grace = await signInAt(test, id, claimsOf({ email: 'Grace@acme.example' }));
    expect((await test.vault.describeSession(grace, {})).grants).toEqual([
      { organizationId: acme.id, role: 'editor' },
    ]);
    expect(await typesOf('member.joined')).toMatchObject([{ data: { user_id: grace.userId } }]);
    await expect(signInAt(test, id, claimsOf({ email }))).rejects.toMatchObject({ code: 'sso_link_needed' });
  });

  it('lets in nobody who has no account', async () => {
    const { id } = await newProvider(test, null);
    await expect(signInAt(test, id, claimsOf())).rejects.toEqual(refused);
    expect(await test.database.query.select().from(users)).toEqual([]);
  });
});

describe('where an address signs in', () => {
  it('is told by its domain, alike for those who are known and those who are not', async () => {
    const everywhere = await newProvider(test, null, { name: 'Company login' });
    const own = await newProvider(test, acme.id, { name: 'Acme login' });
    await test.vault.createUser(test.operator, {
      email: 'ada@acme.example',
      name: 'Ada',
      grants: [{ role: 'owner' }],
    });
    const ask = (email?: string) => test.vault.discoverSignIn(test.nobody, email ? { email } : {});
    const company = [{ id: everywhere.id, name: 'Company login' }];
    const known = await ask('ada@acme.example');
    expect(known).toEqual({ ofDomain: [{ id: own.id, name: 'Acme login' }], everywhere: company });
    expect(await ask('nobody@ACME.example')).toEqual(known);
    expect(await ask('ada@elsewhere.example')).toEqual({ ofDomain: [], everywhere: company });
    expect(await ask()).toEqual({ ofDomain: [], everywhere: company });
    await test.vault.updateIdentityProvider(test.operator, { id: own.id, disabled: true });
    expect(await ask('ada@acme.example')).toEqual({ ofDomain: [], everywhere: company });
  });
});
