import { readFileSync } from 'node:fs';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secrets, secretVersions } from '../db/schema';
import { type ApiKeyCaller, openTestVault, type TestVault } from './test-support';

let test: TestVault;
let key: ApiKeyCaller;
let admin: Awaited<ReturnType<TestVault['newUser']>>;
let org: string;
beforeEach(async () => {
  test = await openTestVault();
  org = (await test.newOrganization('Acme')).id;
  key = await test.newKey();
  admin = await test.newUser('admin');
});
afterEach(() => test.close());

const create = (name = 'doomed') =>
  test.vault.createSecret(key, { name, value: 'value', context: { organization_id: org } });
async function trashed(name?: string) {
  const secret = await create(name);
  await test.vault.updateSecret(key, { id: secret.id, value: 'second' });
  await test.vault.deleteSecret(key, { id: secret.id });
  return secret;
}
const versionsOf = (id: string) =>
  test.database.query.select().from(secretVersions).where(eq(secretVersions.secretId, id));
const purge = (id: string, confirmName = 'doomed') =>
  test.vault.purgeSecret(admin, { id, organizationId: org, confirmName });

describe('a purge', () => {
  it('takes the secret and every version away, and leaves its trail', async () => {
    const { id } = await trashed();
    const other = await trashed('other');
    expect(await versionsOf(id)).toHaveLength(2);
    expect(await purge(id)).toEqual({ id, name: 'doomed' });
    expect(await versionsOf(id)).toEqual([]);
    expect(await versionsOf(other.id)).toHaveLength(2);
    const { items } = await test.vault.listDeletedSecrets(admin, { organizationId: org });
    expect(items.map(({ name }) => name)).toEqual(['other']);
    await expect(test.vault.restoreSecret(key, { id })).rejects.toMatchObject({ code: 'not_found' });
    const events = await test.vault.listEvents(admin, { secretId: id });
    expect(events.items.map(({ type }) => type)).toContain('vault.data.created');
    expect(events.items[0]).toMatchObject({
      type: 'vault.data.purged',
      organizationId: org,
      data: { kv_name: 'doomed' },
    });
  });

  it('leaves no byte of a ciphertext in the file', async () => {
    const { id } = await trashed();
    const envelopes = (await versionsOf(id)).map(({ envelope }) => Buffer.from(envelope));
    const inFile = async () => {
      await test.database.query.run(sql`pragma wal_checkpoint(truncate)`);
      const bytes = readFileSync(test.path);
      return envelopes.filter((envelope) => bytes.includes(envelope.subarray(-24))).length;
    };
    expect(await inFile()).toBe(2);
    await purge(id);
    expect(await inFile()).toBe(0);
  });

  it('asks for the name as it is', async () => {
    const { id } = await trashed();
    for (const wrong of ['', 'Doomed', 'doomed ']) {
      await expect(purge(id, wrong)).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ field: 'confirmName' }],
      });
    }
    expect(await versionsOf(id)).toHaveLength(2);
  });

  it('takes nothing that is not in the trash', async () => {
    const { id } = await create();
    await expect(purge(id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await test.vault.readSecret(key, { id })).value).toBe('value');
    const { id: elsewhere } = await trashed('elsewhere');
    const organizationId = (await test.newOrganization('Other')).id;
    await expect(
      test.vault.purgeSecret(admin, { id: elsewhere, organizationId, confirmName: 'elsewhere' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const { id: gone } = await trashed('gone');
    await purge(gone, 'gone');
    await expect(purge(gone, 'gone')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is for administrators: no program, editor or reader has the right', async () => {
    const { id } = await trashed();
    const others = [
      key,
      await test.newKey(org),
      await test.newUser({ role: 'editor', organizationId: org }),
      await test.newUser({ role: 'reader', organizationId: org }),
    ];
    for (const caller of others) {
      await expect(test.vault.purgeSecret(caller, { id, confirmName: 'doomed' })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    expect(await versionsOf(id)).toHaveLength(2);
  });

  it('and a restoring at the same moment: one of them wins', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await trashed(`doomed ${round}`);
      const outcomes = await Promise.allSettled([
        test.vault.restoreSecret(key, { id }),
        purge(id, `doomed ${round}`),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const restored = outcomes[0].status === 'fulfilled';
      expect(await versionsOf(id)).toHaveLength(restored ? 2 : 0);
    }
  });

  it('holds against rows that are put back from an old copy', async () => {
    const { id } = await create();
    const [row] = await test.database.query.select().from(secrets).where(eq(secrets.id, id));
    const versions = await versionsOf(id);
    await test.vault.deleteSecret(key, { id });
    await purge(id);
    await test.database.commit([
      test.database.query.insert(secrets).values(row as typeof secrets.$inferSelect),
      test.database.query.insert(secretVersions).values(versions),
    ]);
    await expect(test.vault.readSecret(key, { id })).rejects.toMatchObject({ code: 'integrity_failure' });
  });
});

describe('the time that the trash keeps a secret', () => {
  const DAY_MS = 86_400_000;
  const due = () => test.vault.purgeDueSecrets({ via: 'schedule', requestId: 'test' }, {});
  const inTrash = async (organizationId: string) => {
    const { items } = await test.vault.listDeletedSecrets(admin, { organizationId });
    return items.map(({ name }) => name);
  };

  it('is 30 days, from the deletion on, to the millisecond', async () => {
    const { id } = await trashed();
    test.clock.advance(30 * DAY_MS - 1);
    expect(await due()).toBe(0);
    expect(await versionsOf(id)).toHaveLength(2);
    test.clock.advance(1);
    expect(await due()).toBe(1);
    expect(await versionsOf(id)).toEqual([]);
    const events = await test.vault.listEvents(await test.newUser('admin'), { secretId: id });
    expect(events.items[0]).toMatchObject({
      type: 'vault.data.purged',
      organizationId: org,
      actor: { name: 'Strongroom' },
      data: { kv_name: 'doomed', reason: 'retention' },
    });
  });

  it('is that of its organization, at the moment when it is asked', async () => {
    const other = (await test.newOrganization('Other')).id;
    await trashed('of Acme');
    const { id } = await test.vault.createSecret(key, {
      name: 'of Other',
      value: 'v',
      context: { organization_id: other },
    });
    await test.vault.deleteSecret(key, { id });
    await test.vault.updateOrganization(test.operator, { id: org, retentionDays: 7 });
    await test.vault.updateOrganization(test.operator, { id: other, retentionDays: 90 });
    test.clock.advance(7 * DAY_MS);
    expect(await due()).toBe(1);
    admin = await test.newUser('admin');
    expect(await inTrash(org)).toEqual([]);
    expect(await inTrash(other)).toEqual(['of Other']);
    test.clock.advance(83 * DAY_MS);
    expect(await due()).toBe(1);
  });

  it('is 7 to 90 days', async () => {
    for (const retentionDays of [6, 91, 7.5, Number.NaN]) {
      await expect(
        test.vault.updateOrganization(test.operator, { id: org, retentionDays }),
      ).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'retentionDays' }] });
    }
    await test.vault.updateOrganization(test.operator, { id: org, retentionDays: 14 });
    expect(await test.vault.describeOrganization(key, { id: org })).toMatchObject({ retentionDays: 14 });
    await test.vault.updateOrganization(test.operator, { id: org, name: 'Acme again' });
    expect(await test.vault.describeOrganization(key, { id: org })).toMatchObject({ retentionDays: 14 });
  });

  it('counts for the secrets of the environment too, and for those of an organization that is gone', async () => {
    const own = await test.vault.createSecret(key, { name: 'own', value: 'v', context: {} });
    await test.vault.deleteSecret(key, { id: own.id });
    const { id } = await create();
    await test.vault.deleteOrganization(test.operator, { id: org, secrets: 'trash' });
    test.clock.advance(30 * DAY_MS);
    expect(await due()).toBe(1);
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
    expect(await versionsOf(own.id)).toEqual([]);
    expect(await versionsOf(id)).toEqual([]);
  });

  it('leaves live secrets and what was restored alone', async () => {
    const { id } = await create('live');
    const { id: restored } = await trashed('restored');
    await test.vault.restoreSecret(key, { id: restored });
    test.clock.advance(365 * DAY_MS);
    expect(await due()).toBe(0);
    expect((await test.vault.readSecret(key, { id })).value).toBe('value');
    expect((await test.vault.readSecret(key, { id: restored })).value).toBe('second');
  });
});
