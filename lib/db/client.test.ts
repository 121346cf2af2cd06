import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS, makeFolder } from '../vault/test-support';
import { type Database, filePath, openDatabase } from './client';
import * as schema from './schema';

let folder: string;
let file: string;
let database: Database;
beforeEach(() => {
  folder = makeFolder();
  file = path.join(folder, 'a.db');
  database = openDatabase({ url: `file:${file}` });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFile = () =>
  database.query.values<[string, string]>(
    sql`select name, sql from sqlite_master where name not like 'sqlite_%' order by name`,
  );

/** Drizzle's schema knows of no triggers: these are written in drizzle/0002 by hand. */
const TRIGGERS = ['secrets_counted_made', 'secrets_counted_moved', 'secrets_counted_purged'];

describe('the migrations', () => {
  const all = readMigrationFiles({ migrationsFolder: MIGRATIONS }).length;

  it('give a new database every table, column and index of the schema, and no other', async () => {
    await database.migrate(MIGRATIONS);
    const tables = Object.values(schema).filter((one) => is(one, SQLiteTable));
    expect(tables.length).toBeGreaterThan(8);
    const casing = new CasingCache('snake_case');
    for (const table of tables) {
      const rows = await database.query.values<[string]>(
        sql`select name from pragma_table_xinfo(${getTableName(table)})`,
      );
      const wanted = Object.values(getTableColumns(table)).map((column) => casing.getColumnCasing(column));
      expect(rows.map(([name]) => name).toSorted(), getTableName(table)).toEqual(wanted.toSorted());
    }
    const names = tables.flatMap((table) => [
      getTableName(table),
      ...getTableConfig(table).indexes.map((index) => index.config.name),
      ...Object.values(getTableColumns(table))
        .filter((column) => column.isUnique)
        .map((column) => column.uniqueName as string),
    ]);
    const found = (await inFile()).map(([name]) => name);
    expect(found).toEqual(['__drizzle_migrations', ...names, ...TRIGGERS].toSorted());
  });

  it('change nothing the second time', async () => {
    await database.migrate(MIGRATIONS);
    const before = await inFile();
    await database.migrate(MIGRATIONS);
    expect(await inFile()).toEqual(before);
    const [count] = await database.query.values(sql`select count(*) from __drizzle_migrations`);
    expect(count).toEqual([all]);
  });

  it('leave foreign keys on', async () => {
    await database.migrate(MIGRATIONS);
    expect(await database.query.values(sql`pragma foreign_keys`)).toEqual([[1]]);
  });

  it('are applied once when several processes start on a new database together', async () => {
    const client = fileURLToPath(new URL('./client.ts', import.meta.url));
    const script = `const { openDatabase } = await import(${JSON.stringify(client)});
      const database = openDatabase({ url: 'file:${file}' });
      await database.migrate(${JSON.stringify(MIGRATIONS)});
      database.close();`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const starts = Array.from({ length: 4 }, () => spawn(process.execPath, args, { stdio: 'inherit' }));
    const exits = await Promise.all(starts.map((child) => once(child, 'exit')));
    expect(exits.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const [count] = await database.query.values(sql`select count(*) from __drizzle_migrations`);
    expect(count).toEqual([all]);
  }, 20_000);
});

describe('a database', () => {
  it('is made where its URL points', async () => {
    expect(existsSync(file)).toBe(false);
    await database.migrate(MIGRATIONS);
    expect(existsSync(file)).toBe(true);
  });

  it('commits nothing when there is nothing to commit', async () => {
    await expect(database.commit([])).resolves.toBeUndefined();
  });

  it.each([
    ['file:///var/a%20b/c.db', '/var/a b/c.db'],
    ['file:/var/c.db', '/var/c.db'],
    ['file:data/c.db', 'data/c.db'],
  ])('reads %s as %s', (url, expected) => {
    expect(filePath(url)).toBe(expected);
  });
});
