import { eq } from 'drizzle-orm';
import Connection from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secrets } from '../db/schema';
import type { Vault } from './index';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';
import { planOf, recordSql } from './test-support/record-sql';

const DAY_MS = 86_400_000;

let test: TestVault;
let key: ApiKeyCaller;
let admin: SessionCaller;
let org: string;
beforeEach(async () => {
  test = await openTestVault();
  key = await test.newKey();
  admin = await test.newUser('admin');
  org = (await test.newOrganization('Acme')).id;
});
afterEach(() => test.close());

const create = async (name: string, value = 'v', organizationId = org) =>
  (await test.vault.createSecret(key, { name, value, context: { organization_id: organizationId } })).id;
const overview = () => test.vault.describeOverview(admin, { organizationId: org });
const figures = async (...organizationIds: string[]) =>
  Object.fromEntries(
    (await test.vault.listFigures(admin, { organizationIds })).map((one) => [one.organizationId, one]),
  );
const inDays = (days: number) => new Date(test.clock.now().getTime() + days * DAY_MS).toISOString();
const set = (id: string, values: Partial<typeof secrets.$inferInsert>) =>
  test.database.commit([test.database.query.update(secrets).set(values).where(eq(secrets.id, id))]);
const namesOf = (items: readonly { name: string }[]) => items.map(({ name }) => name);

describe('the overview of an organization', () => {
  it('of a new one says that there is nothing yet', async () => {
    expect(await overview()).toMatchObject({
      liveSecrets: 0,
      deletedSecrets: 0,
      members: { count: 0, more: false },
      lastEvent: { type: 'organization.created' },
      stale: { count: 0, more: false, secrets: [] },
      due: { count: 0, secrets: [] },
      neverRead: { count: 0, secrets: [] },
      largest: [],
    });
  });

  it('counts what is there and what is in the trash, and the members of this one alone', async () => {
    const other = (await test.newOrganization('Bolt')).id;
    await create('theirs', 'v', other);
    await test.newUser({ role: 'reader', organizationId: other });
    await test.newUser({ role: 'editor', organizationId: org });
    await create('a');
    await test.vault.deleteSecret(key, { id: await create('b') });
    expect(await overview()).toMatchObject({
      liveSecrets: 1,
      deletedSecrets: 1,
      members: { count: 1, more: false },
    });
  });

  it('tells who acted last, and not who merely looked', async () => {
    const id = await create('a');
    await test.vault.readSecret(key, { id });
    for (let i = 0; i < 10; i++) await test.vault.listSecrets(admin, { organizationId: org });
    await test.vault.describeSecret(admin, { id });
    expect((await overview()).lastEvent).toMatchObject({
      type: 'vault.data.read',
      actor: { name: 'Test key' },
      data: { kv_name: 'a' },
    });
    // Nothing else among so many that it looks through: then a look is what happened last.
    for (let i = 0; i < 60; i++) await test.vault.listSecrets(admin, { organizationId: org });
    expect((await overview()).lastEvent).toMatchObject({ type: 'vault.names.listed' });
  });

  it('shows what was not changed for 180 days, the oldest first', async () => {
    for (const name of ['older', 'oldest', 'changed', 'new']) await create(name);
    const ids = await test.vault.listSecrets(key, { organizationId: org, order: 'asc' });
    const [older, oldest, changed] = ids.items.map(({ id }) => id);
    await set(older ?? '', { updatedAt: inDays(-180.1) });
    await set(oldest ?? '', { updatedAt: inDays(-400) });
    await set(changed ?? '', { updatedAt: inDays(-179.9) });
    const { stale } = await overview();
    expect(stale.count).toBe(2);
    expect(namesOf(stale.secrets)).toEqual(['oldest', 'older']);
  });

  it('shows what has expired or is due within 30 days, the most urgent first', async () => {
    await set(await create('later'), { expiresAt: inDays(31) });
    await set(await create('soon'), { expiresAt: inDays(29) });
    await set(await create('expired'), { expiresAt: inDays(-1) });
    await set(await create('rotation'), { rotateEveryDays: 10, expiresAt: inDays(400) });
    await create('neither');
    expect((await overview()).due).toMatchObject({
      count: 3,
      secrets: [{ name: 'expired' }, { name: 'rotation', remindsAt: inDays(10) }, { name: 'soon' }],
    });
    const list = await test.vault.listSecrets(admin, { organizationId: org, dueUntil: inDays(30) });
    expect(namesOf(list.items).toSorted()).toEqual(['expired', 'rotation', 'soon']);
    expect((await figures(org))[org]?.due).toEqual({ count: 3, more: false });
    expect((await test.vault.summarizeOrganizations(admin, {})).due).toEqual({ count: 3, more: false });
  });

  it('shows what nobody has read, and what is largest, five of each', async () => {
    const ids = [];
    for (let i = 1; i <= 7; i++) ids.push(await create(`s${i}`, 'é'.repeat(i)));
    await test.vault.readSecret(key, { id: ids[5] ?? '' });
    const { neverRead, largest } = await overview();
    expect(neverRead.count).toBe(6);
    expect(namesOf(neverRead.secrets)).toEqual(['s7', 's5', 's4', 's3', 's2']);
    expect(largest.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual(
      [7, 6, 5, 4, 3].map((i) => [`s${i}`, 2 * i]),
    );
  });

  it('leaves out what is in the trash, from every part of it', async () => {
    const id = await create('gone', 'a large value');
    await set(id, { expiresAt: inDays(1), updatedAt: inDays(-200) });
    const before = await overview();
    for (const part of [before.stale, before.due, before.neverRead])
      expect(namesOf(part.secrets)).toEqual(['gone']);
    await test.vault.deleteSecret(key, { id });
    const { stale, due, neverRead, largest } = await overview();
    for (const part of [stale, due, neverRead]) expect(part).toMatchObject({ count: 0, secrets: [] });
    expect(largest).toEqual([]);
  });

  it('counts to a hundred and then says that there are more', async () => {
    for (let i = 0; i < 100; i++) await create(`s${i}`);
    expect((await overview()).neverRead).toMatchObject({ count: 100, more: false });
    await create('one more');
    expect((await overview()).neverRead).toMatchObject({ count: 100, more: true });
  });

  it('leaves an event, for it names secrets', async () => {
    await overview();
    const { items } = await test.vault.listEvents(admin, { organizationId: org, limit: 1 });
    expect(items[0]).toMatchObject({ type: 'vault.names.listed', data: { overview: true } });
  });
});

describe('the figures of several organizations', () => {
  it('are each organization’s own, of those in reach alone', async () => {
    const [bolt, gone] = [(await test.newOrganization('Bolt')).id, (await test.newOrganization('Gone')).id];
    const reader = await test.newUser({ role: 'reader', organizationId: bolt });
    await create('a');
    await create('b', 'v', bolt);
    await create('c', 'v', bolt);
    await test.vault.deleteOrganization(test.operator, { id: gone });
    const all = await figures(org, bolt, gone, 'org_none');
    expect(Object.keys(all).toSorted()).toEqual([org, bolt].toSorted());
    expect(all[org]).toMatchObject({ liveSecrets: 1, members: { count: 0 } });
    expect(all[bolt]).toMatchObject({
      liveSecrets: 2,
      members: { count: 1 },
      lastEvent: { type: 'vault.data.created', organizationId: bolt, data: { kv_name: 'c' } },
    });
    const own = await test.vault.listFigures(reader, { organizationIds: [org, bolt] });
    expect(own.map(({ organizationId }) => organizationId)).toEqual([bolt]);
    expect(await test.vault.summarizeOrganizations(reader, {})).toMatchObject({
      organizations: { count: 1, more: false },
      secrets: { count: 2, more: false },
    });
    expect(await test.vault.summarizeOrganizations(admin, {})).toMatchObject({
      organizations: { count: 2 },
      secrets: { count: 3 },
    });
  });
});

/** Which index a figure must come from: another one would give the same figure, and read the whole organization for it. */
const INDEXES = [
  'approvals_open',
  'secrets_organization_reminds',
  'secrets_organization_sizes',
  'secrets_organization_unread',
  'secrets_organization_updated',
];

describe('what the overview reads', () => {
  it.each(['as the vault is', 'once SQLite has counted the rows'])('is its index, %s', async (when) => {
    for (let i = 0; i < 300; i++) await create(`s${i}`);
    const recorder = recordSql();
    const connection = new Connection(test.path);
    // A vault that has not built its statements yet.
    const again: Vault = await test.openAgain();
    await again.describeOverview(admin, { organizationId: org });
    await again.listFigures(admin, { organizationIds: [org] });
    await again.summarizeOrganizations(admin, {});
    recorder.stop();
    if (when !== 'as the vault is') connection.exec('ANALYZE');
    const lines = [...recorder.statements]
      .filter((one) => /from "(secrets|approvals)"/.test(one))
      .flatMap((one) => planOf(connection, one))
      .filter((line) => /^(SEARCH|SCAN) (secrets|approvals)/.test(line));
    connection.close();
    const used = new Set(lines.map((line) => /INDEX (\w+)/.exec(line)?.[1] ?? line));
    expect([...used].toSorted()).toEqual(INDEXES);
  });
});
