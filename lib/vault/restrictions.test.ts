import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvals, secretRestrictions } from '../db/schema';
import type { Caller } from './actor';
import { roleSubject } from './policy';
import type { SecretMetadata } from './secret-rows';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let org: string;
let admin: SessionCaller;
let ada: SessionCaller;
let bob: SessionCaller;
let key: ApiKeyCaller;
let secret: SecretMetadata;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
  admin = await test.newUser({ role: 'admin', organizationId: org });
  ada = await test.newUser({ role: 'editor', organizationId: org });
  bob = await test.newUser({ role: 'editor', organizationId: org });
  key = await test.newKey(org);
  secret = await create('restricted');
});
afterEach(() => test.close());

const create = (name: string) =>
  test.vault.createSecret(key, { name, value: `value of ${name}`, context: { organization_id: org } });

const FREE: { subjects: string[]; needsApproval: boolean } = { subjects: [], needsApproval: false };

/** From whatever it is now. */
async function restrict(subjects: readonly string[], by: Caller = admin, id = secret.id) {
  const now = await test.vault.describeRestriction(admin, { id });
  const was = { subjects: now.subjects.map((one) => one.subject), needsApproval: now.needsApproval };
  const wanted = { subjects: [...subjects], needsApproval: now.needsApproval };
  return test.vault.changeRestriction(by, { id, ...wanted, was });
}

const code = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'it worked',
    (error: { code: string }) => error.code,
  );

/** Each way to a value or to a change, by somebody who has the right; `away` is what a restriction makes of it. */
const WAYS: Record<string, (by: Caller) => Promise<unknown>> = {
  read: (by) => test.vault.readSecret(by, { id: secret.id }),
  'read by name': (by) => test.vault.readSecret(by, { name: secret.name }),
  'read by name in its organization': (by) =>
    test.vault.readSecret(by, { name: secret.name, organizationId: org }),
  'read a version': (by) => test.vault.readVersion(by, { id: secret.id, versionId: secret.versionId }),
  update: (by) => test.vault.updateSecret(by, { id: secret.id, value: 'mine' }),
  'update unless equal': (by) =>
    test.vault.updateSecret(by, { id: secret.id, value: 'mine', unlessEqual: true }),
  delete: (by) => test.vault.deleteSecret(by, { id: secret.id }),
};
const PEOPLES_WAYS: typeof WAYS = {
  details: (by) => test.vault.updateDetails(by, { id: secret.id, note: 'mine' }),
  'roll back': (by) =>
    test.vault.restoreVersion(by, {
      id: secret.id,
      versionId: secret.versionId,
      versionCheck: secret.versionId,
    }),
  'delete many': (by) => test.vault.deleteSecrets(by, { organizationId: org, ids: [secret.id] }),
};

describe('a secret that is restricted to one editor', () => {
  for (const [name, way] of Object.entries({ ...WAYS, ...PEOPLES_WAYS })) {
    it(`opens to nobody else: ${name}`, async () => {
      await restrict([ada.userId]);
      const others = name in WAYS ? [bob, admin, key, await test.newKey()] : [bob, admin];
      for (const other of others) expect(await code(way(other))).toBe('forbidden');
      expect(await code(way(ada))).toBe('it worked');
    });
  }

  it('opens to the others while it is not restricted, and again once it is free', async () => {
    expect(await code(WAYS.read?.(bob) as Promise<unknown>)).toBe('it worked');
    await restrict([ada.userId]);
    expect(await code(WAYS.read?.(bob) as Promise<unknown>)).toBe('forbidden');
    await restrict([]);
    expect(await code(WAYS.read?.(bob) as Promise<unknown>)).toBe('it worked');
    expect((await test.vault.describeSecret(bob, { id: secret.id })).restrictedAt).toBeNull();
  });

  it('stays in the lists, with a mark, and tells everything but its value', async () => {
    await restrict([ada.userId]);
    const viewer = await test.newUser({ role: 'viewer', organizationId: org });
    for (const other of [bob, viewer, key]) {
      const { items } = await test.vault.listSecrets(other, { organizationId: org });
      expect(items).toMatchObject([{ id: secret.id, restrictedAt: test.clock.now().toISOString() }]);
      expect(await code(test.vault.describeSecret(other, { id: secret.id }))).toBe('it worked');
      expect(await code(test.vault.listVersions(other, { id: secret.id }))).toBe('it worked');
    }
    const { readers } = await test.vault.describeAccess(viewer, { id: secret.id });
    expect(readers.map(({ id }) => id)).toEqual([ada.userId]);
  });

  it('is missing for a key that could not even see its name, and for who reads without the right to look', async () => {
    await restrict([ada.userId]);
    const bounded = await test.vault.createApiKey(test.operator, { name: 'k', organizationId: org });
    const caller: Caller = { via: 'api-key', token: bounded.token, requestId: 'test' };
    const { query } = test.database;
    const { apiKeys } = await import('../db/schema');
    const set = (values: Partial<typeof apiKeys.$inferInsert>) =>
      test.database.commit([query.update(apiKeys).set(values).where(eq(apiKeys.id, bounded.id))]);
    expect(await code(test.vault.readSecret(caller, { id: secret.id }))).toBe('forbidden');
    await set({ namePrefixes: ['other/'] });
    expect(await code(test.vault.readSecret(caller, { id: secret.id }))).toBe('not_found');
    expect(await code(test.vault.readSecret(caller, { name: secret.name }))).toBe('not_found');
    await set({ namePrefixes: null, scopes: ['read'] });
    expect(await code(test.vault.readSecret(caller, { id: secret.id }))).toBe('not_found');
    expect(await code(test.vault.readSecret(caller, { name: secret.name }))).toBe('not_found');
  });

  it('says to a stranger what a missing one says', async () => {
    await restrict([ada.userId]);
    const other = (await test.newOrganization('Other')).id;
    const stranger = await test.newUser({ role: 'admin', organizationId: other });
    for (const way of Object.values({ ...WAYS, ...PEOPLES_WAYS })) {
      expect(await code(way(stranger))).toBe('not_found');
    }
  });

  it('is not overwritten by an import, nor compared with a guess', async () => {
    await restrict([ada.userId]);
    const { name, versionId } = secret;
    const file = { organizationId: org, rows: [{ name, value: `value of ${name}` }] };
    expect(await test.vault.compareSecrets(ada, file)).toEqual([{ status: 'equal' }]);
    expect(await test.vault.compareSecrets(bob, file)).toEqual([
      { status: 'faulty', why: 'A secret of this name is restricted to others.' },
    ]);
    for (const over of [null, versionId]) {
      const rows = [
        { name, value: 'mine', over },
        { name: `new ${over}`, value: 'x', over: null },
      ];
      expect(await test.vault.importSecrets(bob, { organizationId: org, rows })).toEqual({
        created: 1,
        replaced: 0,
        refused: [{ name, why: 'restricted' }],
      });
    }
    const rows = [{ name, value: 'mine', over: versionId }];
    expect(await test.vault.importSecrets(ada, { organizationId: org, rows })).toMatchObject({ replaced: 1 });
  });

  it('is left out of an export, which says how many', async () => {
    await create('free');
    await restrict([ada.userId]);
    const how = { organizationId: org, reason: 'audit', format: 'json', encryption: 'none' } as const;
    const exported = await test.vault.exportSecrets(admin, how);
    expect(exported.secrets.map(({ name }) => name)).toEqual(['free']);
    expect(exported.leftOut).toEqual({ restricted: 1, needsApproval: 0 });
    const { items } = await test.vault.listEvents(admin, { types: ['vault.exported'] });
    expect(items[0]?.data).toMatchObject({ count: 1, left_out_restricted: 1 });
    await restrict([ada.userId, admin.userId]);
    expect((await test.vault.exportSecrets(admin, how)).secrets).toHaveLength(2);
  });

  it('stays where others are deleted with it', async () => {
    const free = await create('free');
    await restrict([ada.userId]);
    const ids = [secret.id, free.id];
    expect(await test.vault.deleteSecrets(bob, { organizationId: org, ids })).toEqual({
      deleted: [{ id: free.id, name: 'free' }],
      restricted: [{ id: secret.id, name: secret.name }],
    });
  });

  it('takes its names along when it is destroyed, and keeps them in the trash', async () => {
    await restrict([ada.userId]);
    await test.vault.deleteSecret(ada, { id: secret.id });
    await test.vault.restoreSecret(bob, { id: secret.id });
    expect(await code(WAYS.read?.(bob) as Promise<unknown>)).toBe('forbidden');
    const rows = () => test.database.query.select().from(secretRestrictions);
    expect(await rows()).toHaveLength(1);
    await test.vault.deleteSecret(ada, { id: secret.id });
    await test.vault.purgeSecret(admin, { id: secret.id, confirmName: secret.name });
    expect(await rows()).toEqual([]);
    expect(await test.database.query.select().from(approvals)).toEqual([]);
  });

  it('gives a repeat of its creation the first answer, and no value', async () => {
    const repeat = { ...key, idempotencyKey: 'once' };
    const input = { name: 'repeated', value: 'v', context: { organization_id: org } };
    const made = await test.vault.createSecret(repeat, input);
    await restrict([ada.userId], admin, made.id);
    expect(await test.vault.createSecret(repeat, input)).toEqual(made);
    expect(await code(test.vault.readSecret(key, { id: made.id }))).toBe('forbidden');
  });
});

describe('a restriction', () => {
  const role = (name: 'reader' | 'editor') => roleSubject({ organizationId: org, role: name });

  it('names roles, of whoever has them at the time', async () => {
    await restrict([role('reader')]);
    const reader = await test.newUser({ role: 'reader', organizationId: org });
    expect(await code(test.vault.readSecret(reader, { id: secret.id }))).toBe('it worked');
    expect(await code(test.vault.readSecret(ada, { id: secret.id }))).toBe('forbidden');
  });

  it('names keys one by one: a key does not come in by the role of its maker', async () => {
    await restrict([key.keyId, role('editor')]);
    expect(await code(test.vault.readSecret(key, { id: secret.id }))).toBe('it worked');
    expect(await code(test.vault.readSecret(await test.newKey(org), { id: secret.id }))).toBe('forbidden');
    const made = await test.vault.createApiKey(admin, { name: 'of an administrator', organizationId: org });
    await restrict([roleSubject({ organizationId: org, role: 'admin' })]);
    const caller: Caller = { via: 'api-key', token: made.token, requestId: 'test' };
    expect(await code(test.vault.readSecret(admin, { id: secret.id }))).toBe('it worked');
    expect(await code(test.vault.readSecret(caller, { id: secret.id }))).toBe('forbidden');
    await restrict([made.id]);
    expect(await code(test.vault.readSecret(caller, { id: secret.id }))).toBe('it worked');
  });

  it('gives nobody a right that they do not have', async () => {
    const viewer = await test.newUser({ role: 'viewer', organizationId: org });
    await restrict([viewer.userId]);
    expect(await code(test.vault.readSecret(viewer, { id: secret.id }))).toBe('forbidden');
  });

  it('is changed by administrators only, and by those whom it leaves out too', async () => {
    for (const other of [ada, key, test.operator, await test.newUser('auditor')]) {
      expect(await code(test.vault.changeRestriction(other, { id: secret.id, ...FREE, was: FREE }))).toBe(
        'forbidden',
      );
    }
    await restrict([ada.userId]);
    await restrict([], admin);
  });

  it('lets in nobody by a word of those whom the environment keeps from values, and is narrowed by them', async () => {
    const owner = await test.newUser('owner');
    await restrict([ada.userId], owner);
    await restrict([], owner);
    await test.vault.updateEnvironment(owner, { administratorsReadValues: false });
    const by = (subjects: string[]) => code(restrict(subjects, owner));
    expect(await by([ada.userId, bob.userId])).toBe('it worked');
    expect(await by([ada.userId])).toBe('it worked');
    expect(await by([ada.userId, bob.userId])).toBe('forbidden');
    expect(await by([bob.userId])).toBe('forbidden');
    expect(await by([])).toBe('forbidden');
    const mark = (needsApproval: boolean) => {
      const was = { subjects: [ada.userId], needsApproval: !needsApproval };
      return code(test.vault.changeRestriction(owner, { id: secret.id, ...was, needsApproval, was }));
    };
    expect(await mark(true)).toBe('it worked');
    expect(await mark(false)).toBe('forbidden');
    await restrict([], admin);
  });

  it('names nobody who has no right here, and does not tell who there is elsewhere', async () => {
    const other = (await test.newOrganization('Other')).id;
    const foreign = await test.newUser({ role: 'admin', organizationId: other });
    const theirs = await test.newKey(other);
    const revoked = await test.newKey(org);
    await test.vault.revokeApiKey(test.operator, { id: revoked.keyId });
    const refusals = await Promise.all(
      [
        foreign.userId,
        theirs.keyId,
        revoked.keyId,
        'user_none',
        'key_none',
        `role:${other}:admin`,
        'role:environment:auditor',
        'operator',
      ].map((subject) => restrict([subject]).catch((error: Error) => JSON.stringify(error))),
    );
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toContain('invalid_input');
    await restrict([(await test.newUser('owner')).userId, (await test.newKey()).keyId]);
  });

  it('keeps somebody named who is gone, until they are taken away', async () => {
    await restrict([ada.userId, key.keyId]);
    await test.vault.revokeApiKey(test.operator, { id: key.keyId });
    await restrict([ada.userId, key.keyId, bob.userId]);
    const { subjects } = await restrict([ada.userId, bob.userId]);
    expect(subjects.map(({ subject }) => subject)).toEqual([ada.userId, bob.userId].toSorted());
  });

  it('is not overwritten by an administrator who saw another one', async () => {
    await restrict([ada.userId]);
    const stale = { id: secret.id, subjects: [bob.userId], needsApproval: false, was: FREE };
    expect(await code(test.vault.changeRestriction(admin, stale))).toBe('version_mismatch');
    const was = { subjects: [ada.userId], needsApproval: false };
    const race = [bob.userId, admin.userId].map((one) =>
      code(
        test.vault.changeRestriction(admin, { id: secret.id, subjects: [one], needsApproval: false, was }),
      ),
    );
    expect((await Promise.all(race)).toSorted()).toEqual(['it worked', 'version_mismatch']);
  });

  it('leaves an event that names who came and who went', async () => {
    await restrict([ada.userId, key.keyId]);
    await restrict([key.keyId, role('reader')]);
    await restrict([key.keyId, role('reader')]);
    const { items } = await test.vault.listEvents(admin, { types: ['restriction.changed'] });
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      secretId: secret.id,
      data: {
        kv_name: secret.name,
        added: [{ subject: role('reader'), name: 'Every reader' }],
        removed: [{ subject: ada.userId, name: 'Test person' }],
        restricted: true,
      },
    });
  });

  it('offers people, roles and keys that could do something with it', async () => {
    const viewer = await test.newUser({ role: 'viewer', organizationId: org });
    const { candidates } = await test.vault.describeRestriction(admin, { id: secret.id });
    const offered = candidates.map(({ subject }) => subject);
    expect(offered).toEqual(expect.arrayContaining([ada.userId, admin.userId, key.keyId, role('editor')]));
    expect(offered).not.toContain(viewer.userId);
    for (const subject of offered) await restrict([subject]);
  });

  it('is offered to those who administer, with the addresses of the organization’s own people alone', async () => {
    for (const other of ['editor', 'reader', 'viewer'] as const) {
      const by = await test.newUser({ role: other, organizationId: org });
      expect(await code(test.vault.describeRestriction(by, { id: secret.id })), other).toBe('forbidden');
    }
    const everywhere = await test.newUser('owner');
    const left = await test.newUser({ role: 'reader', organizationId: org });
    await restrict([ada.userId, everywhere.userId, left.userId]);
    await test.vault.removeMember(admin, { organizationId: org, userId: left.userId });
    const viewer = await test.newUser({ role: 'viewer', organizationId: org });
    const toldTo = async (by: typeof admin) => {
      const { subjects, candidates } = await test.vault.describeRestriction(by, { id: secret.id });
      return [...subjects, ...candidates];
    };
    const { named } = await test.vault.describeAccess(viewer, { id: secret.id });
    for (const told of [await toldTo(admin), named]) {
      expect(told.map(({ subject }) => subject)).toContain(everywhere.userId);
      const details = told.map(({ detail }) => detail);
      expect(details).toContain(ada.email);
      expect(details).not.toContain(everywhere.email);
      expect(details).not.toContain(left.email);
    }
    expect((await toldTo(everywhere)).map(({ detail }) => detail)).toContain(everywhere.email);
  });

  it('stops a write that began before it', async () => {
    const [update] = await Promise.all([
      code(test.vault.updateSecret(bob, { id: secret.id, value: 'late' })),
      restrict([ada.userId]),
    ]);
    const { items } = await test.vault.listEvents(admin, {
      types: ['vault.data.updated', 'restriction.changed'],
    });
    // Whichever came first: no write of his stands behind the restriction.
    if (update === 'it worked') expect(items[0]?.type).toBe('restriction.changed');
    else expect(items.map(({ type }) => type)).toEqual(['restriction.changed']);
  });
});
