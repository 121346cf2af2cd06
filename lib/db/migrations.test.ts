import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS, makeFolder } from '../vault/test-support';
import { openDatabase } from './client';

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The migrations as they were once the first `count` had landed. */
function firstMigrations(count: number): string {
  const to = path.join(folder, `first-${count}`);
  cpSync(MIGRATIONS, to, { recursive: true });
  const journal = path.join(to, 'meta/_journal.json');
  const all = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...all, entries: all.entries.slice(0, count) }));
  return to;
}

describe('a database of an earlier release', () => {
  it('keeps its organizations, and their trash keeps secrets for 30 days', async () => {
    const database = openDatabase({ url: `file:${path.join(folder, 'old.db')}` });
    try {
      await database.migrate(firstMigrations(1));
      await database.query.run(
        sql`insert into environments values ('environment_1', 'production', 'root', x'00', '2026-01-01')`,
      );
      await database.query.run(
        sql`insert into organizations (id, environment_id, name, metadata, domains, created_at, updated_at)
          values ('org_1', 'environment_1', 'Acme', '{}', '[]', '2026-01-01', '2026-01-01')`,
      );
      await database.migrate(MIGRATIONS);
      const rows = await database.query.values(sql`select name, retention_days from organizations`);
      expect(rows).toEqual([['Acme', 30]]);
    } finally {
      database.close();
    }
  });
});
