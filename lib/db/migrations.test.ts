import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_SCOPES } from '../vault/key-scopes';
import { MIGRATIONS, makeFolder } from '../vault/test-support';
import { openDatabase } from './client';
import { apiKeys } from './schema';

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

  it('gets its figures from what it holds: sizes, first reads, and how many secrets each organization has', async () => {
    const database = openDatabase({ url: `file:${path.join(folder, 'old.db')}` });
    const run = (text: string) => database.query.run(sql.raw(text));
    try {
      await database.migrate(firstMigrations(2));
      await run(
        "insert into environments values ('environment_1', 'production', 'root', x'00', '2026-01-01')",
      );
      await run(`insert into organizations (id, environment_id, name, metadata, domains, created_at, updated_at)
        values ('org_1', 'environment_1', 'Acme', '{}', '[]', '2026', '2026'), ('org_2', 'environment_1', 'Bolt', '{}', '[]', '2026', '2026')`);
      await run(`insert into keks (id, environment_id, organization_id, context_name, context_value, root_key_id, created_at)
        values ('kek_1', 'environment_1', 'org_1', 'organization_id', 'org_1', 'root', '2026')`);
      for (const [id, deletedAt] of [
        ['kv_1', 'null'],
        ['kv_2', 'null'],
        ['kv_3', "'2026-02-01'"],
      ]) {
        await run(`insert into secrets (id, environment_id, organization_id, name, context, key_id, version_id, version_number,
            created_at, updated_at, updated_by_id, updated_by_name, deleted_at)
          values ('${id}', 'environment_1', 'org_1', '${id}', '{}', 'kek_1', 'ver_${id}', 2, '2026', '2026', 'user', 'Ada', ${deletedAt})`);
        await run(`insert into secret_versions (id, secret_id, number, envelope, size_bytes, created_at, created_by_id, created_by_name)
          values ('old_${id}', '${id}', 1, x'00', 7, '2026', 'user', 'Ada'), ('ver_${id}', '${id}', 2, x'00', 21, '2026', 'user', 'Ada')`);
      }
      for (const at of ['2026-03-02', '2026-03-05']) {
        await run(`insert into events (id, environment_id, organization_id, type, actor_id, actor_source, actor_name, secret_id, data, request_id, created_at)
          values ('event_${at}', 'environment_1', 'org_1', 'vault.data.read', 'user', 'dashboard', 'Ada', 'kv_1', '{}', 'request', '${at}')`);
      }

      await database.migrate(MIGRATIONS);

      expect(
        await database.query.values(
          sql`select id, size_bytes, first_read_at, note, tags, reminds_at from secrets order by id`,
        ),
      ).toEqual([
        ['kv_1', 21, '2026-03-02', '', '[]', null],
        ['kv_2', 21, null, '', '[]', null],
        ['kv_3', 21, null, '', '[]', null],
      ]);
      const counts = sql`select id, live_secrets, deleted_secrets from organizations order by id`;
      expect(await database.query.values(counts)).toEqual([
        ['org_1', 2, 1],
        ['org_2', 0, 0],
      ]);
    } finally {
      database.close();
    }
  });

  it('gets an owner: its first administrator. Keys keep all that they could do, sessions their proof', async () => {
    const database = openDatabase({ url: `file:${path.join(folder, 'old.db')}` });
    const run = (text: string) => database.query.run(sql.raw(text));
    try {
      await database.migrate(firstMigrations(3));
      await run(
        "insert into environments values ('environment_1', 'production', 'root', x'00', '2026-01-01')",
      );
      await run(`insert into organizations (id, environment_id, name, metadata, domains, created_at, updated_at)
        values ('org_1', 'environment_1', 'Acme', '{}', '[]', '2026', '2026')`);
      await run(
        "insert into users values ('ada', 'a@b.c', 'Ada', null, '2026'), ('joe', 'j@b.c', 'Joe', null, '2026'), ('eve', 'e@b.c', 'Eve', null, '2026')",
      );
      await run(`insert into grants values ('g1', 'eve', 'org_1', 'editor', '2026-01-01'),
        ('g2', 'joe', null, 'admin', '2026-02-02'), ('g3', 'ada', null, 'admin', '2026-01-02')`);
      await run("insert into sessions values ('s1', x'01', 'ada', '2026-03-01', '2026-03-02', null)");
      await run(`insert into api_keys (id, environment_id, organization_id, name, token_hash, hint, created_by_id, created_by_name, created_at)
        values ('key_1', 'environment_1', 'org_1', 'ci', x'02', 'abcd', 'ada', 'Ada', '2026')`);

      await database.migrate(MIGRATIONS);

      expect(await database.query.values(sql`select user_id, role from grants order by id`)).toEqual([
        ['eve', 'editor'],
        ['joe', 'admin'],
        ['ada', 'owner'],
      ]);
      expect(await database.query.values(sql`select proven_at, method from sessions`)).toEqual([
        ['2026-03-01', 'password'],
      ]);
      const [key] = await database.query.select().from(apiKeys);
      expect(key).toMatchObject({ scopes: ALL_SCOPES, namePrefixes: null, expiresAt: null });
    } finally {
      database.close();
    }
  });
});
