import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretVersions } from '../db/schema';
import { remindersOf } from './secret-details';
import type { SecretMetadata } from './secret-rows';
import { openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let org: string;
let editor: SessionCaller;
let secret: SecretMetadata;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization()).id;
  editor = await test.newUser({ role: 'editor', organizationId: org });
  secret = await create({ note: 'For the shop', tags: ['shop'] });
});
afterEach(() => test.close());

const create = (more = {}, name = 'database') =>
  test.vault.createSecret(editor, { name, value: 'value', context: { organization_id: org }, ...more });
const change = (more: object, by = editor) =>
  test.vault.updateDetails(by, { id: secret.id, organizationId: org, ...more });
const describeIt = () => test.vault.describeSecret(editor, { id: secret.id });
const lastEvent = async () => (await test.vault.listEvents(editor, { secretId: secret.id })).items[0];

describe('the details of a secret', () => {
  it('are given with it, or later, each by itself', async () => {
    expect(await describeIt()).toMatchObject({ note: 'For the shop', tags: ['shop'], expiresAt: null });
    await change({ expiresAt: '2027-01-31T00:00:00Z', rotateEveryDays: 90 });
    await change({ note: 'Two\nlines', tags: ['a', 'b', 'a'] });
    const after = await describeIt();
    expect(after).toMatchObject({
      note: 'Two\nlines',
      tags: ['a', 'b'],
      expiresAt: '2027-01-31T00:00:00.000Z',
      rotateEveryDays: 90,
    });
    await change({ expiresAt: null, rotateEveryDays: null });
    expect(await describeIt()).toMatchObject({ note: 'Two\nlines', expiresAt: null, rotateEveryDays: null });
  });

  it('leave the value, its version and its time as they are', async () => {
    test.clock.advance(60_000);
    await change({ note: 'Another' });
    const { versionId, versionNumber, updatedAt } = secret;
    expect(await describeIt()).toMatchObject({ versionId, versionNumber, updatedAt });
    expect((await test.vault.readSecret(editor, { id: secret.id })).value).toBe('value');
  });

  it('leave an event that names what was changed, and not the words', async () => {
    await change({ note: 'Another', tags: ['shop'] });
    const event = await lastEvent();
    expect(event).toMatchObject({ type: 'vault.details.updated', data: { changed: ['note'] } });
    expect(JSON.stringify(event)).not.toContain('Another');
    await change({ note: 'Another' });
    expect((await lastEvent())?.type).toBe('vault.metadata.read');
  });

  it('are changed by those who may write, and by no reader', async () => {
    const reader = await test.newUser({ role: 'reader', organizationId: org });
    await expect(change({ note: 'x' }, reader)).rejects.toMatchObject({ code: 'forbidden' });
    await test.vault.deleteSecret(editor, { id: secret.id });
    await expect(change({ note: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    [{ note: 'x'.repeat(2001) }, 'note'],
    [{ note: 'a\u0007b' }, 'note'],
    [{ tags: ['with, comma'] }, 'tags.0'],
    [{ tags: [' blank'] }, 'tags.0'],
    [{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'tags'],
    [{ expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ rotateEveryDays: 0 }, 'rotateEveryDays'],
    [{ rotateEveryDays: 1.5 }, 'rotateEveryDays'],
  ])('that make no sense are refused: %#', async (given, field) => {
    await expect(change(given)).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field }] });
  });
});

describe('what wants attention', () => {
  const listed = async (more: object) =>
    (await test.vault.listSecrets(editor, { organizationId: org, ...more })).items;

  it('is the earlier of the expiry and the rotation, which follows the value', async () => {
    const expiresAt = '2026-12-01T00:00:00.000Z';
    await change({ expiresAt, rotateEveryDays: 3000 });
    expect((await listed({}))[0]).toMatchObject({ remindsAt: expiresAt, expiresAt });
    await change({ rotateEveryDays: 2 });
    const rotate = async () => {
      const [item] = await listed({});
      const { rotateBy } = remindersOf(await describeIt());
      expect(item?.remindsAt).toBe(rotateBy);
      return Date.parse(rotateBy ?? '');
    };
    const before = await rotate();
    test.clock.advance(3_600_000);
    await test.vault.updateSecret(editor, { id: secret.id, value: 'second' });
    expect((await rotate()) - before).toBe(3_600_000);
  });

  it('is found in the list until a time, and so is a tag', async () => {
    await create({}, 'calm');
    await create({ expiresAt: '2030-01-01T00:00:00Z', tags: ['later'] }, 'later');
    await change({ expiresAt: '2026-12-01T00:00:00Z' });
    const names = async (more: object) => (await listed(more)).map(({ name }) => name);
    expect(await names({ dueUntil: '2027-01-01T00:00:00Z' })).toEqual(['database']);
    expect(await names({ tag: 'later' })).toEqual(['later']);
    expect(await names({ tag: 'shop' })).toEqual(['database']);
    expect(await names({ tag: 'sho' })).toEqual([]);
  });
});

describe('a note on a version', () => {
  it('stands beside it, and a roll-back writes its own', async () => {
    await test.vault.updateSecret(editor, { id: secret.id, value: 'second', note: 'Leaked in a log' });
    const { versionId } = await describeIt();
    await test.vault.restoreVersion(editor, {
      id: secret.id,
      versionId: secret.versionId,
      versionCheck: versionId,
    });
    const { items } = await test.vault.listVersions(editor, { id: secret.id });
    expect(items.map(({ note }) => note)).toEqual(['Rolled back to version 1', 'Leaked in a log', '']);
  });

  it('has one line', async () => {
    const update = test.vault.updateSecret(editor, { id: secret.id, value: 'x', note: 'a\nb' });
    await expect(update).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'note' }] });
  });
});

describe('an equal value', () => {
  const replace = (value: string, by: Parameters<typeof test.vault.updateSecret>[0] = editor) =>
    test.vault.updateSecret(by, { id: secret.id, organizationId: org, value, unlessEqual: true });

  it('is no change: no version, and no word of the value in the trail', async () => {
    expect(await replace('value')).toMatchObject({ changed: false, versionId: secret.versionId });
    expect((await lastEvent())?.type).toBe('vault.metadata.read');
    expect(await replace('valuE')).toMatchObject({ changed: true, versionNumber: 2 });
    // Without the question it is a version of its own.
    const again = await test.vault.updateSecret(editor, { id: secret.id, value: 'valuE' });
    expect(again).toMatchObject({ changed: true, versionNumber: 3 });
  });

  it('tells nobody who may not read whether a guess is right', async () => {
    await expect(replace('value', test.operator)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(replace('guess', test.operator)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is not asked of a version that does not open any more: the new value is written', async () => {
    const broken = { envelope: Buffer.from([1, 2, 3]) };
    await test.database.commit([
      test.database.query.update(secretVersions).set(broken).where(sql`secret_id = ${secret.id}`),
    ]);
    expect(await replace('whole again')).toMatchObject({ changed: true });
    expect((await test.vault.readSecret(editor, { id: secret.id })).value).toBe('whole again');
  });
});
