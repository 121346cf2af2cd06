import { rmSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyTemplate } from '../vault/test-support';
import { type Database, expectThat, openDatabase } from './client';
import { storageCode, storageFailure } from './errors';
import { environments, grants } from './schema';

let database: Database;
let folder: string;
beforeEach(async () => {
  const copy = await copyTemplate();
  folder = copy.folder;
  database = openDatabase({ url: `file:${copy.path}` });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (id: string) =>
  database.query.insert(environments).values({
    id,
    name: 'production',
    rootKeyId: 'none',
    wrappedServiceKey: Uint8Array.of(1),
    createdAt: '2026-01-31T12:00:00.000Z',
  });

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

it('tells a row that is there already', async () => {
  await database.commit([environment('a')]);
  const error = await failureOf(database.commit([environment('b'), environment('a')]));
  expect(storageFailure(error)).toBe('unique');
  expect(await database.query.select().from(environments)).toHaveLength(1);
});

it('tells a precondition that did not hold, and nothing of its batch is stored', async () => {
  const never = expectThat(database, sql`exists (select 1 from environments where id = 'missing')`);
  expect(storageFailure(await failureOf(database.commit([environment('a'), never])))).toBe('precondition');
  const holds = expectThat(database, sql`not exists (select 1 from environments)`);
  await database.commit([holds, environment('a')]);
  expect(await database.query.select().from(environments)).toHaveLength(1);
});

it('calls a broken reference and a faulty statement failures of storage', async () => {
  const orphan = { id: 'a', userId: 'nobody', role: 'admin', createdAt: '2026-01-31T12:00:00.000Z' };
  const foreign = await failureOf(database.commit([database.query.insert(grants).values(orphan)]));
  expect(storageFailure(foreign)).toBe('failed');
  expect(storageFailure(await failureOf(database.query.run(sql`select nothing`)))).toBe('failed');
});

it.each([
  [{ code: 'SQLITE_BUSY' }, 'busy'],
  [{ code: 'SQLITE_BUSY_SNAPSHOT' }, 'busy'],
  [{ code: 'ECONNREFUSED' }, 'busy'],
  [{ code: 'SQLITE_CONSTRAINT', extendedCode: 'SQLITE_CONSTRAINT_PRIMARYKEY' }, 'unique'],
  [{ code: 'SQLITE_FULL' }, 'failed'],
  [{ code: 'ENOENT' }, null],
  [{}, null],
])('reads %o, however deep it is wrapped, as %s', (driver, kind) => {
  const cause = Object.assign(new Error('a driver'), driver);
  expect(storageFailure(cause)).toBe(kind);
  expect(storageFailure(new Error('outer', { cause: new Error('inner', { cause }) }))).toBe(kind);
});

it('gives a code for the log, and never the message, which holds what was sent', async () => {
  await database.commit([environment('a')]);
  const error = await failureOf(database.commit([environment('a')]));
  expect(storageCode(error)).toMatch(/^SQLITE_CONSTRAINT/);
  expect(storageCode(new Error('secret'))).toBe('unknown');
});
