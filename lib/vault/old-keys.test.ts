import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../db/client';
import { type ApiKeyCaller, MIGRATIONS, makeFolder, openTestVault, type TestVault } from './test-support';

/** A vault of the release before keys had bounds: three migrations, and the rows that it held. */
let test: TestVault;
let folder: string;
beforeEach(async () => {
  test = await openTestVault();
  folder = makeFolder();
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const TABLES = [
  'environments',
  'organizations',
  'users',
  'grants',
  'api_keys',
  'keks',
  'secrets',
  'secret_versions',
  'events',
];

/** The same rows in a database of that release, in those columns that it had. */
async function asBefore(file: string): Promise<void> {
  const migrations = path.join(folder, 'migrations');
  cpSync(MIGRATIONS, migrations, { recursive: true });
  const journal = path.join(migrations, 'meta/_journal.json');
  const all = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...all, entries: all.entries.slice(0, 3) }));
  const old = openDatabase({ url: `file:${file}` });
  try {
    await old.migrate(migrations);
    await old.query.run(sql`attach database ${test.path} as now`);
    for (const table of TABLES) {
      const columns = await old.query.values(
        sql`select name from pragma_table_xinfo(${table}) where hidden = 0`,
      );
      const list = columns.flat().join(', ');
      await old.query.run(sql.raw(`insert into ${table} (${list}) select ${list} from now.${table}`));
    }
    const [[count] = []] = await old.query.values(
      sql`select count(*) from pragma_table_info('api_keys') where name = 'scopes'`,
    );
    expect(count, 'keys had no scopes then').toBe(0);
  } finally {
    old.close();
  }
}

it('a key from before there were bounds keeps all scopes, and still reads', async () => {
  const acme = (await test.newOrganization('Acme')).id;
  const admin = await test.newUser('admin');
  const keys: ApiKeyCaller[] = [
    await test.newKey(),
    await test.newKey(acme),
    await test.newKey(acme, {}, admin),
  ];
  const context = { organization_id: acme };
  const { id } = await test.vault.createSecret(keys[0] as ApiKeyCaller, {
    name: 'db',
    value: 'hunter2',
    context,
  });
  const file = path.join(folder, 'old.db');
  await asBefore(file);

  const vault = await test.openAgain(file);

  for (const key of keys) {
    expect((await vault.readSecret(key, { id })).value).toBe('hunter2');
    await vault.updateSecret(key, { id, value: 'hunter2' });
    await vault.listEvents(key, {});
    await vault.createDataKey(key, { context });
  }
  for (const key of (await vault.listApiKeys(test.operator, {})).items) {
    expect(key).toMatchObject({
      scopes: ['read', 'write', 'describe', 'delete', 'data_keys', 'organizations', 'events'],
      namePrefixes: null,
      allowedAddresses: null,
      requestsPerMinute: null,
      expiresAt: null,
      state: 'works',
    });
  }
});
