import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeys } from '../db/schema';
import type { Caller } from './actor';
import { type ApiKeyCaller, openTestVault, type SessionCaller, type TestVault } from './test-support';

let test: TestVault;
let acme: string;
let bolt: string;
let admin: SessionCaller;
let reader: SessionCaller;
let key: ApiKeyCaller;
let secret: string;
beforeEach(async () => {
  test = await openTestVault();
  acme = (await test.newOrganization('Acme')).id;
  bolt = (await test.newOrganization('Bolt')).id;
  admin = await test.newUser('admin');
  reader = await test.newUser({ role: 'reader', organizationId: acme });
  key = await test.newKey(acme);
  secret = await make('s');
});
afterEach(() => test.close());

const make = async (name: string, organizationId = acme) =>
  (await test.vault.createSecret(admin, { name, value: 'v', context: { organization_id: organizationId } }))
    .id;
const read = (by: Caller, id = secret) => test.vault.readSecret(by, { id });
const receipts = async (input: object = {}, by: Caller = reader) =>
  (await test.vault.listReceipts(by, { organizationId: acme, limit: 100, ...input })).items;

describe('who looked', () => {
  it('is told to a member: people, programs and exports, the newest first, and as what each of them came', async () => {
    const everywhere = await test.newKey();
    const both = await test.newUser('admin', { role: 'editor', organizationId: acme });
    for (const by of [reader, key, everywhere, admin, both]) await read(by);
    const how = { organizationId: acme, reason: 'The audit', format: 'json', encryption: 'none' } as const;
    await test.vault.exportSecrets(admin, how);
    const told = await receipts();
    expect(told.map((one) => [one.reader.id, one.reader.kind, one.reach, one.purpose])).toEqual([
      [admin.userId, 'person', 'environment', 'export'],
      [both.userId, 'person', 'organization', 'read'],
      [admin.userId, 'person', 'environment', 'read'],
      [everywhere.keyId, 'key', 'environment', 'read'],
      [key.keyId, 'key', 'organization', 'read'],
      [reader.userId, 'person', 'organization', 'read'],
    ]);
    expect(told[0]).toMatchObject({ secret: { id: secret, name: 's' }, at: test.clock.now().toISOString() });
  });

  it('names the maker of a key, and none where it was made on the machine', async () => {
    await read(key);
    const { query } = test.database;
    await test.database.commit([
      query
        .update(apiKeys)
        .set({ createdById: admin.userId, createdByName: 'Ada' })
        .where(eq(apiKeys.id, key.keyId)),
    ]);
    await read(await test.newKey(acme));
    const told = await receipts();
    expect(told.map((one) => one.reader.maker)).toEqual([null, { id: admin.userId, name: 'Ada' }]);
  });

  it('holds nothing but reads of this organization, of one secret or reader if asked', async () => {
    const [other, elsewhere] = [await make('other'), await make('elsewhere', bolt)];
    await test.vault.describeSecret(admin, { id: secret });
    for (const id of [secret, other, elsewhere]) await read(admin, id);
    await read(key, other);
    const ids = (of: Awaited<ReturnType<typeof receipts>>) => of.map((one) => one.secret.id);
    expect(ids(await receipts())).toEqual([other, other, secret]);
    expect(ids(await receipts({ secretId: secret }))).toEqual([secret]);
    expect(ids(await receipts({ readerId: admin.userId }))).toEqual([other, secret]);
    expect(ids(await receipts({ readerId: key.keyId, secretId: other }))).toEqual([other]);
    expect(await receipts({ secretId: elsewhere })).toEqual([]);
  });

  it('is cut into pages, there and back', async () => {
    for (let n = 0; n < 5; n++) await read(key);
    const all = (await receipts()).map(({ id }) => id);
    const page = (cursor: object) =>
      test.vault.listReceipts(reader, { organizationId: acme, limit: 2, ...cursor });
    const first = await page({});
    const second = await page({ after: first.after ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect((await page({ before: second.before ?? '' })).items.map(({ id }) => id)).toEqual(all.slice(0, 2));
  });

  it('is told to members of the organization, and to no stranger and no key', async () => {
    const viewer = await test.newUser({ role: 'viewer', organizationId: acme });
    await read(key);
    expect(await receipts({}, viewer)).toHaveLength(1);
    const stranger = await test.newUser({ role: 'admin', organizationId: bolt });
    await expect(receipts({}, stranger)).rejects.toMatchObject({ code: 'not_found' });
    await expect(receipts({}, key)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
