import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, invitations, passkeys, users } from '../db/schema';
import type { Caller } from './actor';
import type { EventType } from './event-rows';
import type { NewPasskeyAnswer } from './index';
import { Authenticator, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { claimsOf, newProvider, newVerifiedOrganization, signInAt } from './test-support/single-sign-on';

let test: TestVault;
let org: string;
let admin: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
  admin = await member('admin');
});
afterEach(() => test.close());

type OrganizationRole = 'admin' | 'editor' | 'reader' | 'viewer';
const DAY_MS = 24 * 60 * 60 * 1000;
const EMAIL = 'new@example.com';
const NEW = { name: 'New Person', password: 'a few words in a row' };
const member = (role: OrganizationRole, organizationId = org) => test.newUser({ role, organizationId });
const refused = (code: string) => expect.objectContaining({ code });
const invite = (
  more: { role?: OrganizationRole; email?: string; by?: Caller; organizationId?: string } = {},
) => {
  const { role = 'reader', email = EMAIL, by = admin, organizationId = org } = more;
  return test.vault.createInvitation(by, { organizationId, role, email });
};
const accept = (token: string, given: object = NEW, by: Caller = test.nobody) =>
  test.vault.acceptInvitation(by, { token, ...given });
const passkeyFor = async (token: string, authenticator = new Authenticator()) => {
  const { options } = await test.vault.beginPasskeyByInvitation(test.nobody, { token, name: NEW.name });
  return authenticator.make(options);
};
const acceptByPasskey = (token: string, response: NewPasskeyAnswer) =>
  test.vault.acceptInvitationByPasskey(test.nobody, { token, name: NEW.name, response });
const eventsOf = async (type: EventType) => {
  const rows = await test.database.query.select().from(events).where(eq(events.type, type));
  return rows.map(({ organizationId, data }) => ({ organizationId, data }));
};
const signIn = async (email: string, password: string): Promise<Caller> => {
  const { token } = await test.vault.createSession(test.nobody, { email, password });
  return { via: 'session', token, requestId: 'test' };
};
const roleOf = async (email: string) => {
  const { items } = await test.vault.listMembers(test.operator, { organizationId: org, limit: 100 });
  return items.find((one) => one.email === email)?.role;
};

describe('an invitation', () => {
  it('tells its holder what it is for, and makes a new person a member', async () => {
    const { token, id } = await invite({ email: ' NEW@example.com' });
    const { name: placeName } = await test.vault.describeOrganization(admin, { id: org });
    expect(await test.vault.describeInvitation(test.nobody, { token })).toEqual({
      email: EMAIL,
      placeName,
      organizationId: org,
      role: 'reader',
      invitedByName: 'Test person',
      expiresAt: '2026-02-07T12:00:00.000Z',
      hasAccount: false,
      signedIn: null,
    });
    const { userId } = await accept(token);
    const caller = await signIn(EMAIL, NEW.password);
    const { items } = await test.vault.listOrganizations(caller, {});
    expect(items.map(({ id: one }) => one)).toEqual([org]);
    expect(await roleOf(EMAIL)).toBe('reader');
    expect(await eventsOf('invitation.created')).toEqual([
      { organizationId: org, data: { invitation_id: id, email: EMAIL, role: 'reader' } },
    ]);
    expect(await eventsOf('member.joined')).toMatchObject([
      {
        organizationId: org,
        data: { user_id: userId, user_name: NEW.name, role: 'reader', invited_by_id: admin.userId },
      },
    ]);
    expect(JSON.stringify(await test.database.query.select().from(events))).not.toContain(token);
    expect(JSON.stringify(await test.database.query.select().from(invitations))).not.toContain(token);
  });

  it('works once, for seven days, and for two at the same moment once', async () => {
    const first = await invite();
    const both = await Promise.allSettled([accept(first.token), accept(first.token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(accept(first.token)).rejects.toEqual(refused('link_invalid'));
    const old = await invite({ email: 'old@example.com' });
    test.clock.advance(7 * DAY_MS);
    await expect(accept(old.token)).rejects.toEqual(refused('link_invalid'));
    const { token } = old;
    const look = test.vault.describeInvitation(test.nobody, { token });
    await expect(look).rejects.toEqual(refused('link_invalid'));
  });

  it('takes the place of an earlier one of the address to the same place, and of no other', async () => {
    const bolt = (await test.newOrganization('Bolt')).id;
    const first = await invite({ role: 'admin' });
    const elsewhere = await invite({ by: test.operator, organizationId: bolt });
    const second = await invite({ role: 'viewer', email: 'New@Example.com' });
    await expect(accept(first.token)).rejects.toEqual(refused('link_invalid'));
    const { items } = await test.vault.listInvitations(admin, { organizationId: org });
    expect(items).toMatchObject([{ id: second.id, email: EMAIL, role: 'viewer', lapsed: null }]);
    expect(JSON.stringify(items)).not.toContain(second.token);
    await accept(second.token);
    expect(await roleOf(EMAIL)).toBe('viewer');
    expect(await test.vault.describeInvitation(test.nobody, { token: elsewhere.token })).toMatchObject({
      hasAccount: true,
    });
  });

  it('is for nobody who is a member already', async () => {
    const reader = await member('reader');
    await expect(invite({ email: reader.email })).rejects.toEqual(refused('already_member'));
    const { token } = await invite();
    await test.vault.createUser(test.operator, {
      ...NEW,
      email: EMAIL,
      grants: [{ role: 'viewer', organizationId: org }],
    });
    const caller = await signIn(EMAIL, NEW.password);
    await expect(accept(token, {}, caller)).rejects.toEqual(refused('already_member'));
    expect(await roleOf(EMAIL)).toBe('viewer');
  });

  it('is revoked at once, by administrators of its place', async () => {
    const { id, token } = await invite();
    await expect(test.vault.revokeInvitation(await member('editor'), { id })).rejects.toEqual(
      refused('forbidden'),
    );
    const stranger = await member('admin', (await test.newOrganization('Bolt')).id);
    await expect(test.vault.revokeInvitation(stranger, { id })).rejects.toEqual(refused('not_found'));
    await test.vault.revokeInvitation(admin, { id });
    await expect(accept(token)).rejects.toEqual(refused('link_invalid'));
    await expect(test.vault.revokeInvitation(admin, { id })).rejects.toEqual(refused('not_found'));
    expect(await eventsOf('invitation.revoked')).toHaveLength(1);
    expect((await test.vault.listInvitations(admin, { organizationId: org })).items).toEqual([]);
  });

  it('that is accepted and revoked at the same moment is one of both', async () => {
    const { id, token } = await invite();
    const ends = await Promise.allSettled([accept(token), test.vault.revokeInvitation(admin, { id })]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await roleOf(EMAIL)) === 'reader').toBe(ends[0]?.status === 'fulfilled');
  });

  it('to the environment makes an owner, an administrator or an auditor', async () => {
    const owner = await test.newUser('owner');
    const { token } = await test.vault.createInvitation(owner, {
      organizationId: null,
      role: 'auditor',
      email: EMAIL,
    });
    expect(await test.vault.describeInvitation(test.nobody, { token })).toMatchObject({
      organizationId: null,
      placeName: 'production',
      role: 'auditor',
    });
    await accept(token);
    const caller = await signIn(EMAIL, NEW.password);
    expect((await test.vault.describeSession(caller, {})).grants).toEqual([
      { organizationId: null, role: 'auditor' },
    ]);
  });

  it('gives nothing in an organization that was deleted', async () => {
    const { token } = await invite();
    await test.vault.deleteOrganization(test.operator, { id: org });
    await expect(accept(token)).rejects.toEqual(refused('link_invalid'));
    const look = test.vault.describeInvitation(test.nobody, { token });
    await expect(look).rejects.toEqual(refused('link_invalid'));
  });

  it('takes no password that is guessed early, and works with a better one after that', async () => {
    const { token } = await invite();
    for (const password of ['Password123!', 'new.person 2026']) {
      await expect(accept(token, { ...NEW, password }), password).rejects.toEqual(
        expect.objectContaining({
          fields: [expect.objectContaining({ field: 'password', code: 'weak' })],
        }),
      );
    }
    await accept(token);
  });

  it('makes a new person with a passkey in place of a password, who is signed in at once', async () => {
    const { token } = await invite();
    const authenticator = new Authenticator();
    const response = await passkeyFor(token, authenticator);
    const joined = await acceptByPasskey(token, response);
    expect(joined).toMatchObject({ email: EMAIL, organizationId: org, isNew: true });
    const caller: Caller = { via: 'session', token: joined.token, requestId: 'test' };
    expect(await test.vault.describeAccount(caller, {})).toMatchObject({
      email: EMAIL,
      name: 'New Person',
      waysIn: { hasPassword: false },
    });
    expect(await roleOf(EMAIL)).toBe('reader');
    const again = (await test.vault.beginPasskeySession(test.nobody, {})).options;
    const session = await test.vault.createSessionByPasskey(test.nobody, {
      response: authenticator.sign(again),
    });
    expect(session.userId).toBe(joined.userId);
    for (const type of ['user.created', 'member.joined', 'user.passkey_added'] as const) {
      const about = (await eventsOf(type)).map(({ data }) => data.user_id);
      expect(about, type).toContain(joined.userId);
    }
    await expect(acceptByPasskey(token, response)).rejects.toEqual(refused('link_invalid'));
  });

  it('takes a passkey once, that was made for it, and not for an address with an account', async () => {
    const [mine, other] = [await invite(), await invite({ email: 'other@example.com' })];
    const response = await passkeyFor(other.token);
    await expect(acceptByPasskey(mine.token, response)).rejects.toEqual(refused('invalid_input'));
    await expect(acceptByPasskey('guess', response)).rejects.toEqual(refused('link_invalid'));
    const two = [await passkeyFor(mine.token), await passkeyFor(mine.token)];
    const both = await Promise.allSettled(two.map((one) => acceptByPasskey(mine.token, one)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await test.database.query.select().from(passkeys)).toHaveLength(1);

    const known = await member('viewer', (await test.newOrganization('Bolt')).id);
    const { token } = await invite({ email: known.email });
    await expect(passkeyFor(token)).rejects.toEqual(refused('forbidden'));
    // The account was made after the passkey was asked for.
    const late = await invite({ email: 'late@example.com' });
    const made = await passkeyFor(late.token);
    await test.vault.createUser(test.operator, {
      email: 'late@example.com',
      name: 'Late',
      grants: [{ role: 'auditor' }],
    });
    await expect(acceptByPasskey(late.token, made)).rejects.toEqual(refused('forbidden'));
  });

  it('that was withdrawn takes no passkey any more', async () => {
    const { token, id } = await invite();
    const response = await passkeyFor(token);
    await test.vault.revokeInvitation(admin, { id });
    await expect(acceptByPasskey(token, response)).rejects.toEqual(refused('link_invalid'));
    expect(await test.database.query.select().from(passkeys)).toEqual([]);
  });
});

describe('a stolen link', () => {
  it('gives no rights to another account', async () => {
    const { token } = await invite({ role: 'admin' });
    const thief = await member('viewer', (await test.newOrganization('Bolt')).id);
    for (const given of [{}, NEW]) {
      await expect(accept(token, given, thief)).rejects.toEqual(refused('forbidden'));
    }
    expect(await test.vault.describeInvitation(thief, { token })).toMatchObject({ signedIn: 'another' });
    const { items } = await test.vault.listOrganizations(thief, {});
    expect(items.map(({ name }) => name)).toEqual(['Bolt']);
  });

  it('of somebody who has an account changes nothing of it, and gives nothing to who is not signed in', async () => {
    const known = await member('viewer', (await test.newOrganization('Bolt')).id);
    const hashOf = async () => {
      const query = test.database.query.select().from(users).where(eq(users.id, known.userId));
      const [row] = await query;
      return [row?.passwordHash, row?.name];
    };
    const before = await hashOf();
    const { token } = await invite({ email: known.email });
    for (const given of [{}, NEW]) {
      await expect(accept(token, given)).rejects.toEqual(refused('forbidden'));
    }
    expect(await roleOf(known.email)).toBeUndefined();
    expect(await test.vault.describeInvitation(known, { token })).toMatchObject({
      hasAccount: true,
      signedIn: 'invited',
    });
    // Whatever is sent beside the token: the account stays as it is.
    await accept(token, NEW, known);
    expect(await hashOf()).toEqual(before);
    expect(await roleOf(known.email)).toBe('reader');
    expect(await eventsOf('user.created')).toHaveLength(2);
  });

  it('is not found by guessing, and its refusals look the same', async () => {
    const { token, id } = await invite();
    await test.vault.revokeInvitation(admin, { id });
    const words = [];
    for (const guess of [token, 'guess', '', id]) {
      words.push(await accept(guess).catch(({ message }: Error) => message));
    }
    expect(new Set(words).size).toBe(1);
  });
});

describe('a session that began at an organization’s own identity provider', () => {
  it('joins that organization and no other: nobody vouches for the rest of its holder', async () => {
    const through = await newVerifiedOrganization(test);
    const more = { defaultRole: 'viewer' } as const;
    const { id } = await newProvider(test, through.id, more);
    const claims = claimsOf();
    const caller = await signInAt(test, id, claims);
    const { token } = await invite({ email: claims.email ?? '' });
    await expect(accept(token, {}, caller)).rejects.toEqual(refused('forbidden'));
    expect(await roleOf(claims.email ?? '')).toBeUndefined();
    await test.vault.removeMember(test.operator, { organizationId: through.id, userId: caller.userId });
    const back = await invite({ by: test.operator, organizationId: through.id, email: claims.email ?? '' });
    await accept(back.token, {}, caller);
  });
});

describe('whoever invites', () => {
  it('gives no more than they have', async () => {
    const { vault } = test;
    const envAdmin = await test.newUser('admin');
    const owner = { organizationId: null, role: 'owner', email: EMAIL } as const;
    await expect(vault.createInvitation(envAdmin, owner)).rejects.toEqual(refused('forbidden'));
    for (const role of ['editor', 'reader', 'viewer'] as const) {
      const caller = await member(role);
      await expect(invite({ by: caller, role: 'viewer' })).rejects.toEqual(refused('forbidden'));
      const list = vault.listInvitations(caller, { organizationId: org });
      await expect(list).rejects.toEqual(refused('forbidden'));
    }
    await expect(vault.createInvitation(admin, { ...owner, role: 'auditor' })).rejects.toEqual(
      refused('forbidden'),
    );
    // Nor do they take away, or replace, what somebody higher has given.
    const { id, token } = await vault.createInvitation(test.operator, owner);
    const replace = vault.createInvitation(envAdmin, { ...owner, role: 'auditor' });
    await expect(replace).rejects.toEqual(refused('forbidden'));
    await expect(vault.revokeInvitation(envAdmin, { id })).rejects.toEqual(refused('forbidden'));
    await accept(token);
  });

  it('and was removed or demoted since has given nothing', async () => {
    const [second, third] = [await member('admin'), await member('admin')];
    const [one, two] = [
      await invite({ by: second, role: 'admin' }),
      await invite({ by: third, email: 'two@example.com', role: 'viewer' }),
    ];
    await test.vault.removeMember(admin, { organizationId: org, userId: second.userId });
    await test.vault.changeRole(admin, { organizationId: org, userId: third.userId, role: 'editor' });
    for (const { token } of [one, two]) {
      await expect(accept(token)).rejects.toEqual(refused('link_invalid'));
      const look = test.vault.describeInvitation(test.nobody, { token });
      await expect(look).rejects.toEqual(refused('link_invalid'));
    }
    const { items } = await test.vault.listInvitations(admin, { organizationId: org });
    expect(items.map(({ lapsed }) => lapsed)).toEqual(['inviter_may_no_more', 'inviter_may_no_more']);
  });

  it('and does not read values gives an organization its first administrator only', async () => {
    await test.vault.updateEnvironment(test.operator, { administratorsReadValues: false });
    const owner = await test.newUser('owner');
    const bare = (await test.newOrganization('Bare')).id;
    const first = { by: owner, organizationId: bare, role: 'admin' } as const;
    await expect(invite({ ...first, organizationId: org })).rejects.toEqual(refused('forbidden'));
    await expect(invite({ ...first, role: 'reader' })).rejects.toEqual(refused('forbidden'));
    const [one, two] = [await invite(first), await invite({ ...first, email: 'two@example.com' })];
    const ends = await Promise.allSettled([accept(one.token), accept(two.token)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
