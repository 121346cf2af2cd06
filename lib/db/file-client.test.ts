import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@libsql/client';
import Connection from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../vault/test-support';
import { storageFailure } from './errors';
import { openFile } from './file-client';

let folder: string;
let file: string;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  file = path.join(folder, 'a.db');
  client = openFile(file);
  await client.batch(['create table notes (id integer primary key, text text unique)']);
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (text: string) => ({ sql: 'insert into notes (text) values (?)', args: [text] });
const add = (text: string) => client.batch([insert(text)]);

/** What a process that knows nothing of `client` finds in the file. */
function stored(): string[] {
  const other = new Connection(file);
  try {
    return other.prepare('select text from notes order by id').pluck().all() as string[];
  } finally {
    other.close();
  }
}

/** Another process takes the file for a while. Resolves once it has it, with a function that waits for its end. */
async function hold(begin: 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE', forMs: number) {
  const script = `
    const other = new (require('libsql'))(process.argv[1]);
    other.exec('PRAGMA busy_timeout = 2000');
    if (${begin.endsWith('EXCLUSIVE')}) {
      other.exec('PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE');
      other.exec('create table notes (id integer primary key, text text unique)');
    }
    other.exec('${begin}');
    other.exec("insert into notes (text) values ('theirs')");
    console.log('held');
    setTimeout(() => { other.exec('COMMIT'); other.close(); }, ${forMs});`;
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { ended: () => ended };
}

describe('a database file', () => {
  it('runs with the settings on which the promises rest', async () => {
    const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1 };
    for (const [name, value] of Object.entries(settings)) {
      const { rows } = await client.execute(`pragma ${name}`);
      expect([name, rows[0]?.[0]]).toEqual([name, value]);
    }
  });

  it('keeps what it prepared for short statements only: a caller decides about the length of a list', async () => {
    const prepare = vi.spyOn(Connection.prototype, 'prepare');
    for (const [places, times] of [
      [10, 1],
      [3_000, 2],
    ] as const) {
      const args = Array.from({ length: places }, (_, i) => i);
      const sql = `select id from notes where id in (${args.map(() => '?').join(', ')})`;
      for (let i = 0; i < 2; i++) expect((await client.execute({ sql, args })).rows).toEqual([]);
      expect(
        prepare.mock.calls.filter(([given]) => given === sql),
        `${places} places`,
      ).toHaveLength(times);
    }
    prepare.mockRestore();
  });

  it('stores a batch whole or not at all', async () => {
    await expect(client.batch([insert('a'), insert('b'), insert('a')])).rejects.toThrow(/UNIQUE/);
    expect(stored()).toEqual([]);
  });

  it('commits batches of one moment together, and one that fails takes no other with it', async () => {
    const outcomes = await Promise.allSettled(['a', 'b', 'a', 'c', 'b', 'd'].map(add));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(stored()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes a hundred batches at once without a collision', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => add(`note ${i}`)));
    expect(stored()).toHaveLength(100);
  });
});

describe('beside another process', () => {
  it('waits while it writes, and loses nothing that it acknowledges afterwards', async () => {
    await hold('BEGIN IMMEDIATE', 300);
    const began = performance.now();
    await add('mine');
    expect(performance.now() - began).toBeGreaterThan(100);
    for (let i = 0; i < 20; i++) await add(`later ${i}`);
    expect(stored()).toEqual(['theirs', 'mine', ...Array.from({ length: 20 }, (_, i) => `later ${i}`)]);
  });

  it('reads what is committed while the other one writes', async () => {
    await add('before');
    const other = await hold('BEGIN IMMEDIATE', 300);
    const mine = add('mine');
    const { rows } = await client.execute('select text from notes');
    expect(rows.map((row) => row[0])).toEqual(['before']);
    await mine;
    await other.ended();
    expect(stored()).toEqual(['before', 'theirs', 'mine']);
  });

  it('gives up after some seconds, says so, and has stored nothing of it', async () => {
    const other = await hold('BEGIN IMMEDIATE', 3_600);
    const [first, second] = await Promise.allSettled([add('one'), add('two')]);
    for (const outcome of [first, second]) {
      expect(outcome).toMatchObject({ status: 'rejected' });
      expect(storageFailure((outcome as PromiseRejectedResult).reason)).toBe('busy');
    }
    await other.ended();
    await add('three');
    expect(stored()).toEqual(['theirs', 'three']);
  }, 10_000);

  it('opens a file that the other one has for itself alone as soon as it is free', async () => {
    client.close();
    file = path.join(folder, 'b.db');
    const other = await hold('BEGIN EXCLUSIVE', 300);
    client = openFile(file);
    const [{ rows }] = await Promise.all([client.execute('select text from notes'), add('mine')]);
    expect(rows[0]?.[0]).toBe('theirs');
    await other.ended();
    expect(stored()).toEqual(['theirs', 'mine']);
    expect((await client.execute('pragma synchronous')).rows[0]?.[0]).toBe(2);
  });
});

describe('a closed database', () => {
  it('is whole in one file, without its log', async () => {
    await add('a');
    client.close();
    copyFileSync(file, path.join(folder, 'copy.db'));
    const copy = new Connection(path.join(folder, 'copy.db'));
    expect(copy.prepare('select text from notes').pluck().all()).toEqual(['a']);
    copy.close();
  });

  it('is not opened again by a late query', async () => {
    client.close();
    await expect(client.execute('select 1')).rejects.toThrow(/closed/);
    await expect(add('late')).rejects.toThrow(/closed/);
    client.close();
  });
});

describe('a long write', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => insert(`many ${i}`));
  const count = async () => (await client.execute('select count(*) from notes')).rows[0]?.[0];

  it('lets reads through, which see nothing of it until all of it is stored; other writes wait', async () => {
    await add('before');
    const long = client.batch(many(20_000));
    const state = { ended: false };
    void long.then(() => {
      state.ended = true;
    });
    const after = add('after');
    const seen = new Set<unknown>();
    for (let turns = 0; !state.ended; turns++) {
      seen.add(await count());
      await new Promise((resolve) => setImmediate(resolve));
      if (turns === 5) expect(state.ended).toBe(false);
    }
    expect(seen.size).toBeLessThanOrEqual(2);
    expect([...seen][0]).toBe(1);
    await Promise.all([long, after]);
    expect(await count()).toBe(20_002);
    expect(stored().at(-1)).toBe('after');
  });

  it('is stored whole or not at all', async () => {
    await expect(client.batch([...many(2_000), insert('many 7')])).rejects.toThrow(/UNIQUE/);
    expect(stored()).toEqual([]);
    await add('and the next one is');
    expect(stored()).toEqual(['and the next one is']);
  });

  it('that meets another process waits for it', async () => {
    const theirs = await hold('BEGIN IMMEDIATE', 300);
    await client.batch(many(2_000));
    await theirs.ended();
    expect(stored()).toHaveLength(2_001);
  });

  it('under which the file is closed stores nothing', async () => {
    const long = client.batch(many(20_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
    client.close();
    await expect(long).rejects.toThrow(/closed/);
    expect(stored()).toEqual([]);
  });
});
