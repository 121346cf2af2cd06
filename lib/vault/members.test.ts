import { desc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { departures, events, grants } from '../db/schema';
import type { EventType } from './event-rows';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let org: string;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
});
afterEach(() => test.close());

type OrganizationRole = 'admin' | 'editor' | 'reader' | 'viewer';
const member = (role: OrganizationRole, organizationId = org) => test.newUser({ role, organizationId });
const at = (who: { userId: string }, organizationId: string | null = org) => ({
  organizationId,
  userId: who.userId,
});
const refused = (code: string) => expect.objectContaining({ code });
const rolesAt = async (organizationId: string | null = org) => {
  const { items } = await test.vault.listMembers(test.operator, { organizationId, limit: 100 });
  return Object.fromEntries(items.map(({ id, role }) => [id, role]));
};
const lastEvent = async (type: EventType) => {
  const query = test.database.query.select().from(events).where(eq(events.type, type));
  const [row] = await query.orderBy(desc(events.seq)).limit(1);
  return row && { organizationId: row.organizationId, data: row.data, actorId: row.actorId };
};
const settled = (tries: Promise<unknown>[]) =>
  Promise.allSettled(tries).then((all) =>
    all.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code)),
  );

describe('the list of members', () => {
  it('says who has which role since when, when they were last seen, and whom one may change', async () => {
    const [admin, editor] = [await member('admin'), await member('editor')];
    await member('viewer', (await test.newOrganization('Bolt')).id);
    test.clock.advance(60_000);
    await test.vault.listSecrets(editor, { organizationId: org });
    const { items, roles } = await test.vault.listMembers(admin, { organizationId: org });
    expect(roles).toEqual(['admin', 'editor', 'reader', 'viewer']);
    expect(items).toMatchObject([
      { id: editor.userId, role: 'editor', lastSeenAt: '2026-01-31T12:01:00.000Z', changeable: true },
      { id: admin.userId, role: 'admin', since: '2026-01-31T12:00:00.000Z', email: admin.email },
    ]);
    const seen = await test.vault.listMembers(editor, { organizationId: org });
    expect(seen.roles).toEqual([]);
    expect(seen.items.some(({ changeable }) => changeable)).toBe(false);
  });

  it('comes in pages', async () => {
    const people: SessionCaller[] = [];
    for (let i = 0; i < 3; i++) people.push(await member('viewer'));
    const idsOf = async (more: object) => {
      const page = await test.vault.listMembers(test.operator, { organizationId: org, limit: 2, ...more });
      return page.items.map(({ id }) => people.findIndex(({ userId }) => userId === id));
    };
    expect(await idsOf({})).toEqual([2, 1]);
    expect(await idsOf({ after: people[1]?.userId })).toEqual([0]);
    expect(await idsOf({ before: people[0]?.userId })).toEqual([2, 1]);
  });

  it('of the environment is not for people of an organization', async () => {
    const owner = await test.newUser('owner');
    const { items, roles } = await test.vault.listMembers(owner, { organizationId: null });
    expect(items).toMatchObject([{ id: owner.userId, role: 'owner' }]);
    expect(roles).toEqual(['owner', 'admin', 'auditor']);
    await expect(
      test.vault.listMembers(await member('admin'), { organizationId: null }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a role', () => {
  it('is changed at once, in every session, and the trail says from what to what', async () => {
    const [admin, editor] = [await member('admin'), await member('editor')];
    const write = () => {
      const context = { organization_id: org };
      return test.vault.createSecret(editor, { name: crypto.randomUUID(), value: 'v', context });
    };
    await write();
    await test.vault.changeRole(admin, { ...at(editor), role: 'viewer' });
    await expect(write()).rejects.toEqual(refused('forbidden'));
    expect(await lastEvent('member.role_changed')).toEqual({
      organizationId: org,
      actorId: admin.userId,
      data: { user_id: editor.userId, user_name: 'Test person', from_role: 'editor', to_role: 'viewer' },
    });
  });

  it('is one of the place', async () => {
    const [admin, owner] = [await member('admin'), await test.newUser('owner')];
    const change = (organizationId: string | null, role: 'owner' | 'viewer') =>
      test.vault.changeRole(test.operator, { organizationId, userId: admin.userId, role });
    await expect(change(org, 'owner')).rejects.toEqual(refused('invalid_input'));
    await expect(change(null, 'viewer')).rejects.toEqual(refused('invalid_input'));
    // Who is no member of the place is not there, whoever they are elsewhere.
    await expect(change(null, 'owner')).rejects.toEqual(refused('not_found'));
    await expect(test.vault.removeMember(test.operator, at(owner))).rejects.toEqual(refused('not_found'));
  });

  it('that allows more than one’s own is not given, taken or touched', async () => {
    const [owner, admin] = [await test.newUser('owner'), await test.newUser('admin')];
    const auditor = await test.newUser('auditor');
    const { vault } = test;
    const give = vault.changeRole(admin, { ...at(auditor, null), role: 'owner' });
    await expect(give).rejects.toEqual(refused('forbidden'));
    const oneself = vault.changeRole(admin, { ...at(admin, null), role: 'owner' });
    await expect(oneself).rejects.toEqual(refused('forbidden'));
    const demote = vault.changeRole(admin, { ...at(owner, null), role: 'auditor' });
    await expect(demote).rejects.toEqual(refused('forbidden'));
    await expect(vault.removeMember(admin, at(owner, null))).rejects.toEqual(refused('forbidden'));
    const listed = await vault.listMembers(admin, { organizationId: null });
    expect(listed.roles).toEqual(['admin', 'auditor']);
    expect(listed.items.map(({ role, changeable }) => [role, changeable])).toEqual([
      ['auditor', true],
      ['admin', true],
      ['owner', false],
    ]);
    await vault.changeRole(admin, { ...at(auditor, null), role: 'admin' });
  });

  it('is changed by administrators only', async () => {
    const other = await member('viewer');
    for (const role of ['editor', 'reader', 'viewer'] as const) {
      const caller = await member(role);
      const change = test.vault.changeRole(caller, { ...at(other), role: 'viewer' });
      await expect(change).rejects.toEqual(refused('forbidden'));
      await expect(test.vault.removeMember(caller, at(caller))).rejects.toEqual(refused('forbidden'));
    }
    const auditor = await test.newUser('auditor');
    await expect(test.vault.removeMember(auditor, at(other))).rejects.toEqual(refused('forbidden'));
  });
});

describe('a member who is removed', () => {
  it('is out at once in all sessions, and stays in their other organization', async () => {
    const bolt = (await test.newOrganization('Bolt')).id;
    const admin = await member('admin');
    const both = await test.newUser(
      { role: 'reader', organizationId: org },
      { role: 'reader', organizationId: bolt },
    );
    const { email, password } = both;
    const { token } = await test.vault.createSession(test.nobody, { email, password });
    const sessions = [both, { ...both, token }];
    for (const caller of sessions) await test.vault.listSecrets(caller, { organizationId: org });
    await test.vault.removeMember(admin, at(both));
    for (const caller of sessions) {
      const look = test.vault.listSecrets(caller, { organizationId: org });
      await expect(look).rejects.toEqual(refused('not_found'));
      const { items } = await test.vault.listOrganizations(caller, {});
      expect(items.map(({ id }) => id)).toEqual([bolt]);
    }
    expect(await lastEvent('member.removed')).toMatchObject({
      organizationId: org,
      data: { user_id: both.userId, role: 'reader' },
    });
    await expect(test.vault.removeMember(admin, at(both))).rejects.toEqual(refused('not_found'));
  });

  it('does not come back through an invitation that was open', async () => {
    const admin = await member('admin');
    const reader = await member('reader');
    await test.vault.removeMember(admin, at(reader));
    const invited = { organizationId: org, role: 'reader', email: reader.email } as const;
    const { token } = await test.vault.createInvitation(admin, invited);
    // Somebody adds them by another way, and they are removed again.
    await addGrant(reader, 'viewer');
    await test.vault.removeMember(admin, at(reader));
    await expect(test.vault.acceptInvitation(reader, { token })).rejects.toEqual(refused('link_invalid'));
  });
});

describe('whoever reads no more', () => {
  const begun = async () => {
    const rows = await test.database.query.select().from(departures);
    return rows.map(({ userId, organizationId, role }) => [userId, organizationId, role]);
  };

  it('begins a work list, and nobody else does', async () => {
    const [admin, editor, viewer] = [await member('admin'), await member('editor'), await member('viewer')];
    await test.vault.changeRole(admin, { ...at(editor), role: 'reader' });
    await test.vault.changeRole(admin, { ...at(viewer), role: 'reader' });
    expect(await begun()).toEqual([]);
    await test.vault.changeRole(admin, { ...at(editor), role: 'viewer' });
    await test.vault.removeMember(admin, at(editor));
    await test.vault.removeMember(admin, at(viewer));
    const [owner, second] = [await test.newUser('owner'), await test.newUser('owner')];
    await test.vault.changeRole(owner, { ...at(second, null), role: 'auditor' });
    expect(await begun()).toEqual([
      [editor.userId, org, 'reader'],
      [viewer.userId, org, 'reader'],
      [second.userId, null, 'owner'],
    ]);
  });
});

describe('the last administrator', () => {
  const last = refused('last_administrator');

  it('of the environment cannot go, be demoted or be removed, not even by the operator', async () => {
    const owner = await test.newUser('owner');
    await test.newUser('admin');
    for (const caller of [owner, test.operator]) {
      await expect(test.vault.removeMember(caller, at(owner, null))).rejects.toEqual(last);
      const demote = test.vault.changeRole(caller, { ...at(owner, null), role: 'admin' });
      await expect(demote).rejects.toEqual(last);
    }
    const second = await test.newUser('owner');
    await test.vault.removeMember(owner, at(owner, null));
    await expect(test.vault.removeMember(second, at(second, null))).rejects.toEqual(last);
  });

  it('of an organization cannot either; one that never had any is fine', async () => {
    const admin = await member('admin');
    await member('admin', (await test.newOrganization('Bolt')).id);
    for (const caller of [admin, await test.newUser('owner')]) {
      await expect(test.vault.removeMember(caller, at(admin))).rejects.toEqual(last);
      const demote = test.vault.changeRole(caller, { ...at(admin), role: 'viewer' });
      await expect(demote).rejects.toEqual(last);
    }
    const bare = (await test.newOrganization('Bare')).id;
    const editor = await member('editor', bare);
    await test.vault.changeRole(test.operator, { ...at(editor, bare), role: 'viewer' });
    await test.vault.removeMember(test.operator, at(editor, bare));
  });

  it.each(['owner', 'admin'] as const)(
    'stays when two remove each other at the same moment (%s)',
    async (role) => {
      const place = role === 'owner' ? null : org;
      for (let round = 0; round < 5; round++) {
        const pair = await Promise.all([0, 1].map(() => (place ? member('admin') : test.newUser('owner'))));
        const [one, two] = pair as [SessionCaller, SessionCaller];
        for (const id of Object.keys(await rolesAt(place))) {
          if (id === one.userId || id === two.userId) continue;
          await test.vault.removeMember(test.operator, { organizationId: place, userId: id });
        }
        const removals = [
          test.vault.removeMember(one, at(two, place)),
          test.vault.removeMember(two, at(one, place)),
        ];
        expect((await settled(removals)).toSorted()).toEqual(['done', 'last_administrator']);
        expect(Object.values(await rolesAt(place))).toEqual([role]);
      }
    },
  );

  it('stays when both are demoted at the same moment', async () => {
    const [one, two] = [await member('admin'), await member('admin')];
    const demote = (who: SessionCaller) =>
      test.vault.changeRole(test.operator, { ...at(who), role: 'viewer' });
    const ends = await settled([demote(one), demote(two)]);
    expect(ends.toSorted()).toEqual(['done', 'last_administrator']);
    expect(Object.values(await rolesAt()).toSorted()).toEqual(['admin', 'viewer']);
  });
});

describe('the highest role', () => {
  it('is handed over: one gets it, the other takes the next lower, in one write', async () => {
    const [admin, reader] = [await member('admin'), await member('reader')];
    await test.vault.transferRole(admin, at(reader));
    expect(await rolesAt()).toEqual({ [admin.userId]: 'editor', [reader.userId]: 'admin' });
    const [owner, auditor] = [await test.newUser('owner'), await test.newUser('auditor')];
    await test.vault.transferRole(owner, at(auditor, null));
    expect(await rolesAt(null)).toEqual({ [owner.userId]: 'admin', [auditor.userId]: 'owner' });
    expect(await lastEvent('member.role_changed')).toMatchObject({
      organizationId: null,
      data: { user_id: owner.userId, from_role: 'owner', to_role: 'admin', handed_over: true },
    });
    await expect(test.vault.transferRole(owner, at(auditor, null))).rejects.toEqual(refused('forbidden'));
  });

  it('is handed over by who has it, to somebody else of the place, once', async () => {
    const [admin, one, two] = [await member('admin'), await member('editor'), await member('editor')];
    const outsider = await member('admin', (await test.newOrganization('Bolt')).id);
    for (const caller of [await test.newUser('admin'), await test.newUser('owner'), one, test.operator]) {
      await expect(test.vault.transferRole(caller, at(two))).rejects.toEqual(refused('forbidden'));
    }
    await expect(test.vault.transferRole(admin, at(outsider))).rejects.toEqual(refused('not_found'));
    await expect(test.vault.transferRole(admin, at(admin))).rejects.toEqual(refused('invalid_input'));
    const ends = await settled([one, two].map((who) => test.vault.transferRole(admin, at(who))));
    expect(ends.toSorted()).toEqual(['done', 'forbidden']);
    expect(Object.values(await rolesAt()).toSorted()).toEqual(['admin', 'editor', 'editor']);
  });
});

describe('where the environment’s administrators do not read values', () => {
  const forbidden = refused('forbidden');
  beforeEach(() => test.vault.updateEnvironment(test.operator, { administratorsReadValues: false }));

  it('they give no role that reads, and still take one away', async () => {
    const [owner, admin] = [await test.newUser('owner'), await test.newUser('admin')];
    await member('admin');
    const viewer = await member('viewer');
    for (const caller of [owner, admin]) {
      for (const role of ['reader', 'editor', 'admin'] as const) {
        const give = test.vault.changeRole(caller, { ...at(viewer), role });
        await expect(give).rejects.toEqual(forbidden);
      }
    }
    const reader = await member('reader');
    await test.vault.changeRole(admin, { ...at(reader), role: 'viewer' });
    const editor = await member('editor');
    await test.vault.removeMember(admin, at(editor));
  });

  it('they give an organization that nobody administers its first administrator, who is somebody else', async () => {
    const admin = await test.newUser('admin');
    const [first, second] = [await member('viewer'), await member('viewer')];
    const { roles } = await test.vault.listMembers(admin, { organizationId: org });
    expect(roles).toEqual(['admin', 'viewer']);
    const appoint = (who: SessionCaller) => test.vault.changeRole(admin, { ...at(who), role: 'admin' });
    // Both at once: the write decides which of them is the first.
    const ends = await settled([appoint(first), appoint(second)]);
    expect(ends.toSorted()).toEqual(['done', 'forbidden']);
    expect(Object.values(await rolesAt()).toSorted()).toEqual(['admin', 'viewer']);
  });

  it('they do not make themselves that first administrator', async () => {
    const admin = await test.newUser('admin', { role: 'viewer', organizationId: org });
    const oneself = test.vault.changeRole(admin, { ...at(admin), role: 'admin' });
    await expect(oneself).rejects.toEqual(forbidden);
    const invited = { organizationId: org, role: 'admin', email: admin.email } as const;
    await test.vault.removeMember(test.operator, at(admin));
    await expect(test.vault.createInvitation(admin, invited)).rejects.toEqual(forbidden);
  });
});

/** A row as another way in would write it. */
async function addGrant(who: SessionCaller, role: OrganizationRole): Promise<void> {
  const row = { id: `grant_${who.userId}`, userId: who.userId, organizationId: org, role, createdAt: '2026' };
  await test.database.commit([test.database.query.insert(grants).values(row)]);
}
