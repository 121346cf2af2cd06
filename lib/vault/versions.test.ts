import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { envelopeKekIds } from '../crypto/envelope';
import { events, secretVersions } from '../db/schema';
import type { SecretMetadata } from './secret-rows';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let admin: SessionCaller;
let org: string;
let first: SecretMetadata;
let second: SecretMetadata;

beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  admin = await test.newUser('admin');
  org = (await test.newOrganization()).id;
  first = await create('database', 'the old value');
  second = await test.vault.updateSecret(key, { id: first.id, value: 'the new value' });
});
afterEach(() => test.close());

const create = (name: string, value: string) =>
  test.vault.createSecret(key, { name, value, context: { organization_id: org } });
const back = (by = admin as Parameters<typeof test.vault.restoreVersion>[0], more = {}) =>
  test.vault.restoreVersion(by, {
    id: first.id,
    versionId: first.versionId,
    versionCheck: second.versionId,
    ...more,
  });
const read = async () => (await test.vault.readSecret(key, { id: first.id })).value;
const trail = () => test.database.query.select().from(events).where(eq(events.secretId, first.id));
const versions = () =>
  test.database.query.select().from(secretVersions).where(eq(secretVersions.secretId, first.id));

describe('an old version made current again', () => {
  it('is a new version with the old value; the ones before stay', async () => {
    const restored = await back();
    expect(restored).toMatchObject({ changed: true, versionNumber: 3 });
    expect(await read()).toBe('the old value');
    const { items } = await test.vault.listVersions(key, { id: first.id });
    expect(items.map(({ number, isCurrent }) => [number, isCurrent])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
    expect(items[0]?.sizeBytes).toBe('the old value'.length);
  });

  it('is sealed anew under a key of its own, not copied', async () => {
    await back();
    const [one, , three] = (await versions()).toSorted((a, b) => a.number - b.number);
    const [old, made] = [Buffer.from(one?.envelope ?? []), Buffer.from(three?.envelope ?? [])];
    expect(envelopeKekIds(made)).toEqual(envelopeKekIds(old));
    // Behind the ids of its KEKs an envelope holds the wrapped key and the ciphertext.
    for (let at = old.length - 48; at + 12 <= old.length; at += 12) {
      expect(made.includes(old.subarray(at, at + 12))).toBe(false);
    }
  });

  it('leaves one event in the same write, which says from which version, and no value', async () => {
    const before = (await trail()).length;
    const editor = await test.newUser({ role: 'editor', organizationId: org });
    await back(editor);
    const [event, ...others] = (await trail()).slice(before);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ type: 'vault.data.updated', actorId: editor.userId, writtenVersion: 3 });
    expect(event?.data).toMatchObject({ kv_name: 'database', from_version: 1 });
    expect(JSON.stringify(event)).not.toContain('old value');
  });

  it('answers without the value', async () => {
    expect(JSON.stringify(await back())).not.toContain('old value');
  });

  it('is nothing new if the value is the current one: no version, and a look at the details', async () => {
    const third = await test.vault.updateSecret(key, { id: first.id, value: 'the old value' });
    const before = (await trail()).length;
    expect(await back(admin, { versionCheck: third.versionId })).toMatchObject({
      changed: false,
      versionNumber: 3,
      versionId: third.versionId,
    });
    expect(await versions()).toHaveLength(3);
    expect((await trail()).slice(before).map(({ type }) => type)).toEqual(['vault.metadata.read']);
  });

  it('is refused, with who was faster, if the current version is another than the page showed', async () => {
    const third = await test.vault.updateSecret(key, { id: first.id, value: 'theirs' });
    await expect(back()).rejects.toMatchObject({
      code: 'version_mismatch',
      current: { versionId: third.versionId, updatedByName: 'Test key' },
    });
    expect(await read()).toBe('theirs');
  });

  it('is done once by two who do it at once', async () => {
    const ends = await Promise.allSettled([back(), back()]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await versions()).toHaveLength(3);
  });

  it('is not for readers, nor for the command line, which may write but not read', async () => {
    const reader = await test.newUser({ role: 'reader', organizationId: org });
    for (const caller of [reader, test.operator]) {
      await expect(back(caller)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await versions()).toHaveLength(2);
  });

  it('takes no version of another secret, which looks like one that never was', async () => {
    const other = await create('other', 'foreign value');
    const failure = (versionId: string) => back(admin, { versionId }).catch(String);
    expect(await failure(other.versionId)).toBe(await failure('version_none'));
    expect(await failure(other.versionId)).toContain('not found');
    expect(await read()).toBe('the new value');
  });

  it('is not possible in the trash', async () => {
    await test.vault.deleteSecret(key, { id: first.id });
    await expect(back()).rejects.toMatchObject({ code: 'not_found' });
    expect(await versions()).toHaveLength(2);
  });

  it('is not possible once a row below was put back', async () => {
    await test.database.commit([
      test.database.query
        .update(secretVersions)
        .set({ envelope: (await versions())[1]?.envelope })
        .where(eq(secretVersions.id, first.versionId)),
    ]);
    await expect(back()).rejects.toMatchObject({ code: 'integrity_failure' });
  });
});
