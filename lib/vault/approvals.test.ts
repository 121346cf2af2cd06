import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvals, grants, organizations, sessions } from '../db/schema';
import type { Caller } from './actor';
import type { SecretMetadata } from './secret-rows';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

const MINUTE_MS = 60_000;

let test: TestVault;
let org: string;
let admin: SessionCaller;
let boss: SessionCaller;
let ada: SessionCaller;
let key: ApiKeyCaller;
let secret: SecretMetadata;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
  admin = await test.newUser({ role: 'admin', organizationId: org });
  boss = await test.newUser('owner');
  ada = await test.newUser({ role: 'editor', organizationId: org });
  key = await test.newKey(org);
  const context = { organization_id: org };
  secret = await test.vault.createSecret(key, { name: 'marked', value: 'hunter2', context });
  await mark(true);
});
afterEach(() => test.close());

const mark = (needsApproval: boolean, { id } = secret) =>
  test.vault.changeRestriction(admin, {
    id,
    subjects: [],
    needsApproval,
    was: { subjects: [], needsApproval: !needsApproval },
  });
const anotherMarked = async () => {
  const context = { organization_id: org };
  const other = await test.vault.createSecret(key, { name: 'other', value: 'x', context });
  await mark(true, other);
  return other;
};
/** Of a marked secret that was free. */
const restrictToAdmin = () =>
  test.vault.changeRestriction(admin, {
    id: secret.id,
    subjects: [admin.userId],
    needsApproval: true,
    was: { subjects: [], needsApproval: true },
  });
const ask = (by: Caller = ada) => test.vault.requestApproval(by, { id: secret.id, reason: 'The outage' });
const read = (by: Caller = ada) => test.vault.readSecret(by, { id: secret.id });
/** Once more, at the present time. */
const prove = () =>
  test.database.commit([
    test.database.query.update(sessions).set({ provenAt: test.clock.now().toISOString() }),
  ]);
const code = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'it worked',
    (error: { code: string }) => error.code,
  );
const typesOf = async () => {
  const { items } = await test.vault.listEvents(admin, { secretId: secret.id, limit: 100 });
  return items.map(({ type }) => type).filter((type) => /approval|data.read|refused/.test(type));
};
const stateOf = async (by: Caller = ada) =>
  (await test.vault.describeApproval(by, { id: secret.id }))?.state ?? null;

describe('a secret that needs an approval', () => {
  it('opens for who asked, once a second person agreed, until the time is up: all of it is recorded', async () => {
    expect(await code(read())).toBe('approval_required');
    const { id } = await ask();
    expect(await code(read())).toBe('approval_required');
    await test.vault.approveRequest(admin, { id });
    expect((await read()).value).toBe('hunter2');
    expect((await read()).value).toBe('hunter2');
    test.clock.advance(60 * MINUTE_MS - 1);
    await prove();
    expect((await read()).value).toBe('hunter2');
    test.clock.advance(1);
    expect(await code(read())).toBe('approval_required');
    expect(await stateOf()).toBe('over');
    expect(await typesOf()).toEqual([
      'vault.data.read',
      'vault.data.read',
      'vault.data.read',
      'approval.used',
      'approval.granted',
      'approval.requested',
    ]);
    const { items } = await test.vault.listEvents(admin, { secretId: secret.id, types: ['vault.data.read'] });
    expect(items.map(({ data }) => data.approval_id)).toEqual([id, id, id]);
    const refused = await test.vault.listEvents(admin, { types: ['operation.refused'] });
    expect(refused.items.map(({ data }) => data)).toEqual(
      Array.from({ length: 3 }, () => ({ operation: 'secret.read', code: 'approval_required' })),
    );
  });

  it('opens for nobody else, and no other secret with it', async () => {
    const other = await anotherMarked();
    await test.vault.approveRequest(admin, { id: (await ask()).id });
    for (const by of [admin, boss, await test.newUser({ role: 'editor', organizationId: org })]) {
      expect(await code(read(by))).toBe('approval_required');
    }
    expect(await code(test.vault.readSecret(ada, { id: other.id }))).toBe('approval_required');
    expect(await code(read())).toBe('it worked');
  });

  it('opens for no API key, in whatever way, with words', async () => {
    const { id, name, versionId } = secret;
    for (const by of [key, await test.newKey()]) {
      expect(await code(read(by))).toBe('forbidden');
      expect(await code(test.vault.readSecret(by, { name, organizationId: org }))).toBe('forbidden');
      expect(await code(test.vault.readVersion(by, { id, versionId }))).toBe('forbidden');
    }
    await expect(read(key)).rejects.toThrow('No API key opens it');
    // To write is another right: programs may go on to rotate it.
    expect(await code(test.vault.updateSecret(key, { id, value: 'new' }))).toBe('it worked');
    const { readers } = await test.vault.describeAccess(ada, { id });
    expect(readers.some(({ role }) => role === 'key')).toBe(false);
  });

  it('opens old versions in the same way', async () => {
    await test.vault.updateSecret(key, { id: secret.id, value: 'new' });
    const old = () => test.vault.readVersion(ada, { id: secret.id, versionId: secret.versionId });
    expect(await code(old())).toBe('approval_required');
    await test.vault.approveRequest(admin, { id: (await ask()).id });
    expect((await old()).value).toBe('hunter2');
  });

  it('tells nobody whether a guess is right', async () => {
    const { id, name, versionId } = secret;
    const file = (value: string) => ({ organizationId: org, rows: [{ name, value }] });
    const guesses = await Promise.all(
      ['hunter2', 'hunter3'].map((value) => test.vault.compareSecrets(ada, file(value))),
    );
    expect(guesses[0]).toEqual([{ status: 'changed', versionId, unseen: true }]);
    expect(guesses[1]).toEqual(guesses[0]);
    const compared = await test.vault.listEvents(admin, { types: ['vault.values.compared'] });
    expect(compared.items[0]?.data).toEqual({ compared: 0, equal: 0 });
    const same = await test.vault.updateSecret(ada, { id, value: 'hunter2', unlessEqual: true });
    expect(same.changed).toBe(true);
    // The new value is a guess of the old one.
    const back = await test.vault.restoreVersion(ada, { id, versionId, versionCheck: same.versionId });
    expect(back).toMatchObject({ changed: true, versionNumber: 3 });
    await mark(false);
    expect(await test.vault.compareSecrets(ada, file('hunter2'))).toEqual([{ status: 'equal' }]);
  });

  it('is left out of an export, even of who has an approval, and the export says so', async () => {
    const context = { organization_id: org };
    await test.vault.createSecret(key, { name: 'free', value: 'v', context });
    await test.vault.approveRequest(boss, { id: (await ask(admin)).id });
    const how = { organizationId: org, reason: 'audit', format: 'json', encryption: 'none' } as const;
    const { secrets, leftOut } = await test.vault.exportSecrets(admin, how);
    expect(secrets.map(({ name }) => name)).toEqual(['free']);
    expect(leftOut).toEqual({ restricted: 0, needsApproval: 1 });
    const { items } = await test.vault.listEvents(admin, { types: ['vault.exported'] });
    expect(items[0]?.data).toMatchObject({ count: 1, left_out_needs_approval: 1 });
  });

  it('opens without one as soon as the mark is gone, which only administrators take away, and is recorded', async () => {
    const was = { subjects: [], needsApproval: true };
    const free = { id: secret.id, subjects: [], needsApproval: false, was };
    for (const by of [ada, key]) {
      expect(await code(test.vault.changeRestriction(by, free))).toBe('forbidden');
    }
    await mark(false);
    expect(await code(read(key))).toBe('it worked');
    const { items } = await test.vault.listEvents(admin, { types: ['restriction.changed'] });
    expect(items[0]?.data).toMatchObject({ needs_approval: false });
  });
});

describe('a request', () => {
  it('is decided by somebody else, whoever asks', async () => {
    for (const by of [admin, boss]) {
      const { id } = await ask(by);
      expect(await code(test.vault.approveRequest(by, { id }))).toBe('forbidden');
      expect(await code(test.vault.denyRequest(by, { id }))).toBe('forbidden');
      expect(await code(read(by))).toBe('approval_required');
    }
    const [first] = (await test.vault.listApprovals(boss, { organizationId: org, show: 'waiting' })).items;
    expect(first?.requestedBy.id).toBe(boss.userId);
    await test.vault.approveRequest(admin, { id: first?.id ?? '' });
    expect(await code(read(boss))).toBe('it worked');
  });

  it('is decided by administrators, and by nobody who could only ask', async () => {
    const { id } = await ask();
    const others = [
      await test.newUser({ role: 'editor', organizationId: org }),
      await test.newUser({ role: 'reader', organizationId: org }),
      await test.newUser('auditor'),
      key,
      test.operator,
    ];
    for (const by of others) expect(await code(test.vault.approveRequest(by, { id }))).toBe('forbidden');
    expect(await code(test.vault.approveRequest(admin, { id }))).toBe('it worked');
  });

  it('is made by those who could read, and says why', async () => {
    const viewer = await test.newUser({ role: 'viewer', organizationId: org });
    for (const by of [viewer, key, test.operator]) expect(await code(ask(by))).toBe('forbidden');
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      expect(await code(test.vault.requestApproval(ada, { id: secret.id, reason }))).toBe('invalid_input');
    }
    const { items } = await test.vault.listEvents(admin, { types: ['approval.requested'] });
    expect(items).toEqual([]);
    await ask();
    const [event] = (await test.vault.listEvents(admin, { types: ['approval.requested'] })).items;
    expect(event?.data).toMatchObject({ reason: 'The outage', kv_name: 'marked' });
  });

  it('is one at a time: to ask again changes nothing', async () => {
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one.id).toBe(other.id);
    expect((await ask()).id).toBe(one.id);
    await test.vault.approveRequest(admin, { id: one.id });
    expect(await ask()).toMatchObject({ id: one.id, state: 'open' });
    expect((await typesOf()).filter((type) => type === 'approval.requested')).toHaveLength(1);
  });

  it('waits for 24 hours, then it has to be made again', async () => {
    const { id } = await ask();
    test.clock.advance(24 * 60 * MINUTE_MS);
    // Sessions end after 12 hours.
    const [again, by] = await Promise.all([
      test.newUser({ role: 'editor', organizationId: org }),
      test.newUser({ role: 'admin', organizationId: org }),
    ]);
    await expect(test.vault.approveRequest(by, { id })).rejects.toThrow('within 24 hours');
    await ask(again);
    const { items } = await test.vault.listApprovals(by, { organizationId: org, show: 'past' });
    expect(items).toMatchObject([{ id, state: 'expired', decidedBy: null }]);
  });

  it('is open for as long as whoever agrees says, within bounds', async () => {
    const { id } = await ask();
    for (const minutes of [14, 1441, 0, -1, 20.5]) {
      expect(await code(test.vault.approveRequest(admin, { id, minutes }))).toBe('invalid_input');
    }
    await test.vault.approveRequest(admin, { id, minutes: 15 });
    test.clock.advance(15 * MINUTE_MS);
    await prove();
    expect(await code(read())).toBe('approval_required');
  });

  it('is decided once, and denied or withdrawn it opens nothing', async () => {
    const { id } = await ask();
    const both = [admin, boss].map((by) => code(test.vault.approveRequest(by, { id })));
    expect((await Promise.all(both)).toSorted()).toEqual(['it worked', 'version_mismatch']);
    // A page that still shows it as waiting takes nothing back.
    expect(await code(test.vault.denyRequest(boss, { id }))).toBe('version_mismatch');
    await read();
    const [granted] = (await test.vault.listApprovals(admin, { organizationId: org, show: 'past' })).items;
    await test.vault.endApproval(granted?.decidedBy?.id === boss.userId ? admin : boss, { id });
    expect(await code(read())).toBe('approval_required');
    expect(await test.vault.describeApproval(ada, { id: secret.id })).toMatchObject({
      state: 'over',
      decidedBy: granted?.decidedBy,
    });
    const denied = await ask();
    expect(await code(test.vault.endApproval(boss, { id: denied.id }))).toBe('version_mismatch');
    await test.vault.denyRequest(boss, { id: denied.id });
    expect(await stateOf()).toBe('denied');
    const again = await ask();
    expect(await code(test.vault.withdrawRequest(admin, { id: again.id }))).toBe('not_found');
    await test.vault.withdrawRequest(ada, { id: again.id });
    expect(await stateOf()).toBe('withdrawn');
    expect(await code(test.vault.approveRequest(admin, { id: again.id }))).toBe('version_mismatch');
    expect(await typesOf()).toEqual([
      'approval.withdrawn',
      'approval.requested',
      'approval.denied',
      'approval.requested',
      'approval.denied',
      'vault.data.read',
      'approval.used',
      'approval.granted',
      'approval.requested',
    ]);
  });

  it('opens nothing while the secret is in the trash, or restricted to others, or the right is gone', async () => {
    const { id } = await ask();
    await test.vault.deleteSecret(key, { id: secret.id });
    expect(await code(test.vault.approveRequest(admin, { id }))).toBe('not_found');
    await test.vault.restoreSecret(key, { id: secret.id });
    await test.vault.approveRequest(admin, { id });
    await restrictToAdmin();
    expect(await code(read())).toBe('forbidden');
    expect(await code(ask())).toBe('forbidden');
  });

  it('is not approved for somebody whom it would not let in', async () => {
    const { id } = await ask();
    await restrictToAdmin();
    await expect(test.vault.approveRequest(boss, { id })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ code: 'cannot_open' }],
    });
    await test.vault.denyRequest(boss, { id });
  });

  it.each([
    ['removed', () => test.vault.removeMember(admin, { organizationId: org, userId: ada.userId })],
    [
      'given a role that reads nothing',
      () => test.vault.changeRole(admin, { organizationId: org, userId: ada.userId, role: 'viewer' }),
    ],
  ] as const)('ends with the right of whoever asked: they are %s', async (_, lose) => {
    const other = await anotherMarked();
    const waiting = await test.vault.requestApproval(ada, { id: other.id, reason: 'why' });
    const { id } = await ask();
    await test.vault.approveRequest(admin, { id });
    const bob = await test.newUser({ role: 'editor', organizationId: org });
    await ask(bob);
    await lose();
    expect(await code(test.vault.approveRequest(admin, { id: waiting.id }))).toBe('version_mismatch');
    const { items } = await test.vault.listApprovals(boss, { organizationId: org, show: 'waiting' });
    expect(items.map(({ requestedBy }) => requestedBy.id)).toEqual([bob.userId]);
    // Back again, and nothing of it has waited for them.
    await test.database.commit([
      test.database.query.delete(grants).where(eq(grants.userId, ada.userId)),
      test.database.query.insert(grants).values({
        id: 'grant_again',
        userId: ada.userId,
        organizationId: org,
        role: 'editor',
        createdAt: secret.createdAt,
      }),
    ]);
    expect(await code(read())).toBe('approval_required');
    expect(await stateOf()).toBe('over');
  });

  it('goes with the secret when that is destroyed', async () => {
    await ask();
    await test.vault.deleteSecret(key, { id: secret.id });
    await test.vault.purgeSecret(admin, { id: secret.id, confirmName: 'marked' });
    expect(await test.database.query.select().from(approvals)).toEqual([]);
    expect((await test.vault.listApprovals(admin, { organizationId: org, show: 'past' })).items).toEqual([]);
  });

  it('is counted while it waits, without one’s own, for one organization and in the list of them', async () => {
    const other = (await test.newOrganization('Bolt')).id;
    const { id } = await ask();
    await ask(admin);
    const count = (by: Caller) => test.vault.countWaiting(by, { organizationId: org });
    const listed = async (by: Caller) =>
      Object.fromEntries(
        (await test.vault.listFigures(by, { organizationIds: [org, other] })).map(
          ({ organizationId, waiting }) => [organizationId, waiting.count],
        ),
      );
    expect(await count(admin)).toEqual({ count: 1, more: false });
    expect(await count(boss)).toEqual({ count: 2, more: false });
    expect(await code(count(key))).toBe('forbidden');
    expect(await listed(admin)).toEqual({ [org]: 1 });
    expect(await listed(boss)).toEqual({ [org]: 2, [other]: 0 });
    await test.vault.denyRequest(boss, { id });
    expect(await count(boss)).toEqual({ count: 1, more: false });
    test.clock.advance(24 * 60 * MINUTE_MS + 1);
    expect(await listed(await test.newUser('owner'))).toEqual({ [org]: 0, [other]: 0 });
  });

  it('is not wanted where no approval is', async () => {
    await mark(false);
    expect(await code(ask())).toBe('invalid_input');
  });
});

describe('what changes while a value is opened', () => {
  /** The row and the approval have been looked at by then, and nothing is stored. */
  async function readDuring(change: () => Promise<unknown>): Promise<string> {
    test.vault.forgetKeys();
    const unwrap = test.provider.unwrap.bind(test.provider);
    Object.assign(test.provider, {
      async unwrap(...given: Parameters<typeof unwrap>) {
        Object.assign(test.provider, { unwrap });
        await change();
        return unwrap(...given);
      },
    });
    return code(read());
  }
  const reads = async () => (await typesOf()).filter((type) => type === 'vault.data.read');

  it('counts: an approval that was ended opens nothing', async () => {
    const { id } = await ask();
    await test.vault.approveRequest(admin, { id });
    expect(await readDuring(() => test.vault.endApproval(admin, { id }))).toBe('approval_required');
    expect(await reads()).toEqual([]);
  });

  it('counts: a secret that was marked, restricted or deleted meanwhile does not open', async () => {
    await mark(false);
    expect(await readDuring(() => mark(true))).toBe('approval_required');
    await mark(false);
    const change = (subjects: string[], was: string[]) =>
      test.vault.changeRestriction(admin, {
        id: secret.id,
        subjects,
        needsApproval: false,
        was: { subjects: was, needsApproval: false },
      });
    expect(await readDuring(() => change([admin.userId], []))).toBe('forbidden');
    await change([ada.userId], [admin.userId]);
    // Restricted before and after, to somebody else.
    expect(await readDuring(() => change([admin.userId], [ada.userId]))).toBe('forbidden');
    await change([], [admin.userId]);
    expect(await readDuring(() => test.vault.deleteSecret(key, { id: secret.id }))).toBe('not_found');
    expect(await reads()).toEqual([]);
  });

  it('is nothing: it opens', async () => {
    await test.vault.approveRequest(admin, { id: (await ask()).id });
    expect(await readDuring(() => Promise.resolve())).toBe('it worked');
    expect(await reads()).toHaveLength(1);
  });

  it('is the first use of an approval, by the same person twice at once: it is one first use', async () => {
    await test.vault.approveRequest(admin, { id: (await ask()).id });
    await Promise.all([read(), read(), read()]);
    expect((await typesOf()).filter((type) => type === 'approval.used')).toHaveLength(1);
    expect(await reads()).toHaveLength(3);
  });
});

describe('an organization that wants to know why', () => {
  const wantReasons = () =>
    test.database.commit([
      test.database.query.update(organizations).set({ requireReason: true }).where(eq(organizations.id, org)),
    ]);
  beforeEach(() => mark(false));

  it('opens values to people who say why, and keeps what they said', async () => {
    expect(await code(read())).toBe('it worked');
    await wantReasons();
    const { id, versionId, name } = secret;
    const ways = (reason?: string) => [
      () => test.vault.readSecret(ada, { id, reason }),
      () => test.vault.readSecret(ada, { id, purpose: 'copy', reason }),
      () => test.vault.readSecret(ada, { name, reason }),
      () => test.vault.readVersion(ada, { id, versionId, reason }),
    ];
    for (const way of ways()) expect(await code(way())).toBe('reason_required');
    for (const way of ways('  ')) expect(await code(way())).toBe('invalid_input');
    expect((await typesOf()).filter((type) => type === 'vault.data.read')).toHaveLength(1);
    for (const way of ways(' The outage ')) expect(await code(way())).toBe('it worked');
    const { items } = await test.vault.listEvents(admin, { types: ['vault.data.read'] });
    expect(items.slice(0, 4).map(({ data }) => data.reason)).toEqual(Array(4).fill('The outage'));
    expect(items[4]?.data.reason).toBeUndefined();
  });

  it('asks no program, and nobody who only writes', async () => {
    await wantReasons();
    expect(await code(read(key))).toBe('it worked');
    expect(await code(test.vault.updateSecret(ada, { id: secret.id, value: 'x' }))).toBe('it worked');
  });

  it('takes the reason of an approval, which a second person agreed to', async () => {
    await wantReasons();
    await mark(true);
    expect(await code(read())).toBe('approval_required');
    const { id, reason } = await ask();
    await test.vault.approveRequest(admin, { id });
    expect(await code(read())).toBe('it worked');
    expect(await code(test.vault.readSecret(ada, { id: secret.id, reason: 'Once more' }))).toBe('it worked');
    const { items } = await test.vault.listEvents(admin, { types: ['vault.data.read'] });
    expect(items.map(({ data }) => data)).toMatchObject([
      { reason: 'Once more', approval_id: id },
      { reason, approval_id: id },
    ]);
  });
});
