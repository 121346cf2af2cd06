import Connection from 'libsql';

/** What is asked for by name, once among all. */
export const NEEDLE = 'needle in the haystack';
/** So many go into one write. */
const CHUNK = 50_000;

/** What differs from secret to secret. `i` is its number; times run back from now over two years. */
const DAY = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (-(i * 7919 % 730)) || ' days', '-1 hour')`;
const NUMBERS = 'with recursive n(i) as (select ? union all select i + 1 from n where i < ?)';

const STATEMENTS = [
  `${NUMBERS} insert into secret_versions
    (id, secret_id, number, envelope, size_bytes, created_at, created_by_id, created_by_name)
  select printf('version_%026d', i), printf('secret_%026d', i), 1, v.envelope, 16 + i * 31 % 4000, ${DAY},
    v.created_by_id, v.created_by_name
  from n, secret_versions v where v.id = (select version_id from secrets where id = :template)`,
  `${NUMBERS} insert into secrets
    (id, environment_id, organization_id, name, context, key_id, version_id, version_number, created_at, updated_at,
     updated_by_id, updated_by_name, deleted_at, deleted_by_name, expires_at, rotate_every_days, size_bytes, first_read_at)
  select printf('secret_%026d', i), t.environment_id, t.organization_id,
    printf('team-%02d/service-%03d/secret-%07d', i * 7 % 10, i * 17 % 400, i), t.context, t.key_id,
    printf('version_%026d', i), 1, ${DAY}, ${DAY}, t.updated_by_id, t.updated_by_name,
    iif(i % 10 = 9, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), null), iif(i % 10 = 9, 'bench', null),
    iif(i % 10 = 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', iif(i < 1000, i % 30, 60 + i % 700) || ' days'), null),
    iif(i % 10 = 2, 1000, null), 16 + i * 31 % 4000, iif(i % 10 = 0, null, ${DAY})
  from n, secrets t where t.id = :template`,
  `${NUMBERS} insert into events
    (id, environment_id, organization_id, type, actor_id, actor_source, actor_name, secret_id, written_version, data,
     request_id, created_at)
  select printf('event_%026d', i), t.environment_id, t.organization_id, 'vault.data.created', t.updated_by_id, 'api',
    t.updated_by_name, printf('secret_%026d', i), 1,
    json_object('kv_name', printf('team-%02d/service-%03d/secret-%07d', i * 7 % 10, i * 17 % 400, i)), 'bench', ${DAY}
  from n, secrets t where t.id = :template`,
];

/**
 * Rows as the vault would have written them, a version and an event for each secret, into its own tables with their
 * indexes and triggers: but by SQL, and with the one envelope of `template`, because a million sealed one by one would
 * take an hour, and no page opens them. One in ten is in the trash, one was never read, one expires, one is to be
 * rotated; of the first thousand, so that every page is full, and as many are due, whatever the size.
 * What is in the trash went there just now: the server destroys at its start what has been there for too long.
 */
export function fill(file: string, template: string, from: number, to: number): void {
  const connection = new Connection(file);
  try {
    connection.exec('pragma synchronous = off');
    // A version stands before its secret.
    connection.exec('pragma foreign_keys = off');
    for (let at = from; at < to; at += CHUNK) {
      const until = Math.min(at + CHUNK, to) - 1;
      connection.exec('begin');
      for (const sql of STATEMENTS) {
        connection.prepare(sql.replaceAll(':template', '?')).run(at, until, template);
      }
      connection.exec('commit');
    }
    connection.exec('pragma wal_checkpoint(truncate)');
  } finally {
    connection.close();
  }
}
