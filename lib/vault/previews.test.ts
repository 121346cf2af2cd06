import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeys, environments } from '../db/schema';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let acme: string;
let bolt: string;
let owner: SessionCaller;
beforeEach(async () => {
  test = await openTestVault();
  acme = (await test.newOrganization('Acme')).id;
  bolt = (await test.newOrganization('Bolt')).id;
  owner = await test.newUser('owner');
});
afterEach(() => test.close());

/** A key as if this person had made it. */
async function keyOf(person: SessionCaller, organizationId: string | undefined, ...scopes: string[]) {
  const key = await test.newKey(organizationId);
  const { query } = test.database;
  const set = { createdById: person.userId, ...(scopes.length > 0 ? { scopes } : {}) };
  await test.database.commit([query.update(apiKeys).set(set).where(eq(apiKeys.id, key.keyId))]);
  return key;
}

const preview = (by: SessionCaller, change: Parameters<typeof test.vault.previewAccess>[1]) =>
  test.vault.previewAccess(by, change);

describe('a change of role', () => {
  it('tells what the person and their keys lose, each within its own bounds', async () => {
    const person = await test.newUser({ role: 'editor', organizationId: acme });
    const writes = await keyOf(person, acme, 'read', 'write');
    const looks = await keyOf(person, acme, 'describe');
    await keyOf(person, bolt, 'read');
    await test.newKey(acme);
    const change = { kind: 'role', userId: person.userId, organizationId: acme } as const;
    const lower = await preview(owner, { ...change, role: 'viewer' });
    expect(lower.differences).toEqual([
      {
        id: person.userId,
        name: 'Test person',
        kind: 'person',
        gains: [],
        loses: ['reveal', 'replace', 'delete'],
      },
      { id: writes.keyId, name: 'Test key', kind: 'key', gains: [], loses: ['reveal', 'replace'] },
    ]);
    const higher = await preview(owner, { ...change, role: 'admin' });
    expect(higher.differences).toMatchObject([{ id: person.userId, gains: ['export'], loses: [] }]);
    const removed = await preview(owner, { ...change, role: null });
    expect(new Map(removed.differences.map(({ id, loses }) => [id, loses]))).toEqual(
      new Map<string, string[]>([
        [person.userId, ['see', 'reveal', 'replace', 'delete']],
        [looks.keyId, ['see']],
        [writes.keyId, ['reveal', 'replace']],
      ]),
    );
    expect((await preview(owner, { ...change, role: 'editor' })).differences).toEqual([]);
  });

  it('is none for somebody who keeps the right by another role', async () => {
    const person = await test.newUser('admin', { role: 'reader', organizationId: acme });
    const change = { kind: 'role', userId: person.userId, organizationId: acme, role: null } as const;
    expect((await preview(owner, change)).differences).toEqual([]);
    // They lose everything else, but not this organization.
    const leaves = { ...change, organizationId: null };
    expect((await preview(owner, leaves)).differences).toMatchObject([
      { loses: expect.arrayContaining(['reveal']) },
    ]);
  });

  it('knows that the environment may keep its administrators from values', async () => {
    const { query } = test.database;
    await test.database.commit([
      query
        .update(environments)
        .set({ administratorsReadValues: false })
        .where(eq(environments.id, test.vault.environmentId)),
    ]);
    const person = await test.newUser('auditor');
    const change = { kind: 'role', userId: person.userId, organizationId: null, role: 'admin' } as const;
    const { differences } = await test.vault.previewAccess(test.operator, change);
    expect(differences).toMatchObject([{ gains: ['replace', 'delete'], loses: [] }]);
  });

  it('stores nothing', async () => {
    const person = await test.newUser({ role: 'editor', organizationId: acme });
    await preview(owner, { kind: 'role', userId: person.userId, organizationId: acme, role: null });
    await test.vault.listSecrets(person, { organizationId: acme });
  });
});

describe('a restriction', () => {
  it('tells who loses by it, who keeps, and who gains when it is lifted', async () => {
    const [reader, editor] = [
      await test.newUser({ role: 'reader', organizationId: acme }),
      await test.newUser({ role: 'editor', organizationId: acme }),
    ];
    const key = await test.newKey(acme);
    const context = { organization_id: acme };
    const { id: secretId } = await test.vault.createSecret(key, { name: 's', value: 'v', context });
    const change = { kind: 'restriction', secretId } as const;
    const named = await preview(owner, { ...change, subjects: [reader.userId, `role:${acme}:editor`] });
    expect(named.differences.map(({ id }) => id).toSorted()).toEqual([owner.userId, key.keyId].toSorted());
    expect(named.differences[0]?.loses).toEqual(['reveal', 'replace', 'delete', 'export']);
    const nobody = await preview(owner, { ...change, subjects: [] });
    expect(nobody.differences).toHaveLength(4);
    expect(nobody.differences.find(({ id }) => id === reader.userId)?.loses).toEqual(['reveal']);
    expect(nobody.differences.find(({ id }) => id === editor.userId)?.loses).toEqual([
      'reveal',
      'replace',
      'delete',
    ]);
    expect((await preview(owner, { ...change, subjects: null })).differences).toEqual([]);
  });
});

describe('who may ask', () => {
  it('is whoever may make the change; others are told what they would be told of what is missing', async () => {
    const ofAcme = await test.newUser({ role: 'admin', organizationId: acme });
    const stranger = await test.newUser({ role: 'reader', organizationId: bolt });
    const change = { kind: 'role', userId: stranger.userId, organizationId: acme, role: 'reader' } as const;
    const gone = { ...change, userId: 'user_none' };
    const failure = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'it worked',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      );
    expect(await failure(preview(ofAcme, change))).toBe(await failure(preview(ofAcme, gone)));
    expect(await failure(preview(ofAcme, { ...change, organizationId: bolt }))).toMatch(/^not_found/);
    expect(await failure(preview(ofAcme, { ...change, organizationId: null }))).toMatch(/^not_found/);
    expect((await preview(owner, change)).differences).toHaveLength(1);
    const reader = await test.newUser({ role: 'reader', organizationId: acme });
    expect(await failure(preview(reader, change))).toMatch(/^forbidden/);
  });
});
