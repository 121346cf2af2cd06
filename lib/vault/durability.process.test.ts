import { randomInt } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/client';
import type { Vault } from './index';
import { openTestVault, type TestVault } from './test-support';
import { readLog, startWorker, type Told, type WorkerTask } from './test-support/start-worker';

const ROUNDS = 20;
const CONCURRENCY = 12;

let test: TestVault;
let task: WorkerTask;
let caller: Awaited<ReturnType<TestVault['newKey']>>;
beforeEach(async () => {
  test = await openTestVault();
  const organization = await test.newOrganization();
  caller = await test.newKey();
  task = {
    path: test.path,
    rootKey: Buffer.from(test.rootKey).toString('base64'),
    token: caller.token,
    log: beside('log'),
    context: { organization_id: organization.id },
    concurrency: CONCURRENCY,
  };
});
afterEach(() => test.close());

const beside = (name: string) => path.join(path.dirname(test.path), name);
const told = (log: string) =>
  readLog(log).filter((line): line is Told => line.did !== 'begin' && line.did !== 'fail');

describe('a vault whose process is killed while it writes', () => {
  it(`keeps all that it acknowledged, ${ROUNDS} times`, async () => {
    // Only the killed processes ever open this file: each one has to recover from what the last one left.
    const file = beside('killed.db');
    await test.vault.close();
    copyFileSync(test.path, file);
    let next = startWorker();
    let count = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const worker = await next;
      const log = beside(`log-${round}`);
      await worker.begin({ ...task, path: file, log });
      await pause(randomInt(50, 400));
      await worker.kill();
      // The next process loads while this round is checked; it does not touch the file before it is told to.
      if (round + 1 < ROUNDS) next = startWorker();
      count += told(log).length;
      await checkCopy(file, log, round + 1 === ROUNDS);
    }
    // Else nothing was proved.
    expect(count).toBeGreaterThan(ROUNDS * 20);
  }, 120_000);
});

/** Opens a copy as it is after a restart: the file and its log, without the memory that processes share. */
async function checkCopy(file: string, log: string, isLast: boolean): Promise<void> {
  const copy = beside('copy.db');
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
  const vault = await test.openAgain(copy);
  const database = openDatabase({ url: `file:${copy}` });
  try {
    expect(await database.query.values(sql`pragma integrity_check`)).toEqual([['ok']]);
    expect(await database.query.values(sql`pragma foreign_key_check`)).toEqual([]);
    await expectKept(vault, database, told(log));
    await expectEvents(database, log);
    if (isLast) await expectEveryVersionOpens(vault, database);
  } finally {
    await vault.close();
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  }
}

async function expectKept(vault: Vault, database: Database, lines: readonly Told[]): Promise<void> {
  const rows = await database.query.values<[string]>(
    sql`select id from secrets where deleted_at is not null`,
  );
  const inTrash = new Set(rows.map(([id]) => id));
  const expectOne = async (line: Told) => {
    // A delete may be stored without an acknowledgement: then the secret is whole in the trash.
    if (line.did === 'delete') return expect(inTrash).toContain(line.id);
    if (inTrash.has(line.id)) return;
    const { id, versionId, value } = line;
    expect(await vault.readVersion(caller, { id, versionId })).toEqual({ versionId, value });
  };
  await Promise.all(lines.map(expectOne));
}

const EVENT_OF = {
  create: 'vault.data.created',
  update: 'vault.data.updated',
  read: 'vault.data.read',
  delete: 'vault.data.deleted',
} as const;

/** Every acknowledged operation has exactly one event, and what else is in the trail was under way at the kill. */
async function expectEvents({ query }: Database, log: string): Promise<void> {
  const lines = readLog(log);
  const begun = new Set(lines.flatMap((line) => (line.did === 'begin' ? line.requestId : [])));
  const rows = await query.values<[string, string]>(
    sql`select request_id, type from events where type in ${Object.values(EVENT_OF)}`,
  );
  const found = new Map(rows.filter(([requestId]) => begun.has(requestId)));
  expect(rows.filter(([requestId]) => begun.has(requestId))).toHaveLength(found.size);
  const promised = told(log);
  for (const { requestId, did } of promised) expect(found.get(requestId)).toBe(EVENT_OF[did]);
  const failed = new Set(lines.flatMap((line) => (line.did === 'fail' ? line.requestId : [])));
  for (const requestId of failed) expect(found.has(requestId)).toBe(false);
  expect(found.size - promised.length).toBeLessThanOrEqual(CONCURRENCY);
}

/** Those of deleted secrets too: they are taken out of the trash for it. */
async function expectEveryVersionOpens(vault: Vault, { query }: Database): Promise<void> {
  const trash = await query.values<[string]>(sql`select id from secrets where deleted_at is not null`);
  await Promise.all(trash.map(([id]) => vault.restoreSecret(caller, { id, name: `restored ${id}` })));
  const versions = await query.values<[string, string]>(sql`select secret_id, id from secret_versions`);
  const opened = versions.map(([id, versionId]) => vault.readVersion(caller, { id, versionId }));
  expect(await Promise.all(opened)).toHaveLength(versions.length);
  const [orphans] = await query.values(
    sql`select count(*) from secrets s where not exists (select 1 from secret_versions v where v.id = s.version_id and v.number = s.version_number)`,
  );
  expect(orphans).toEqual([0]);
}

describe('twenty updates that all know the same version', () => {
  it('have one winner in one process', async () => {
    const { vault } = test;
    const secret = await vault.createSecret(caller, { name: 'a', value: 'first', context: task.context });
    const update = (i: number) =>
      vault.updateSecret(caller, { id: secret.id, value: `${i}`, versionCheck: secret.versionId });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => update(i)));
    const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? i : []));
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'version_mismatch' });
    }
    const { value, versionNumber } = await vault.readSecret(caller, { id: secret.id });
    expect([value, versionNumber]).toEqual([`${winners[0]}`, 2]);
  });

  it('have one winner across two processes', async () => {
    const secret = await test.vault.createSecret(caller, {
      name: 'a',
      value: 'first',
      context: task.context,
    });
    const workers = await Promise.all([startWorker(), startWorker()]);
    const race = { id: secret.id, versionCheck: secret.versionId, times: 10 };
    const logs = [`${task.log}-1`, `${task.log}-2`];
    await Promise.all(workers.map((worker, i) => worker.begin({ ...task, log: logs[i] as string, race })));
    expect(await Promise.all(workers.map((worker) => worker.finish()))).toEqual([0, 0]);
    const lines = logs.flatMap(readLog);
    const winners = lines.flatMap((line) => (line.did === 'update' ? line.value : []));
    expect(winners).toHaveLength(1);
    const losers = lines.flatMap((line) => (line.did === 'fail' ? line.code : []));
    expect(losers).toEqual(Array.from({ length: 19 }, () => 'version_mismatch'));
    const { value } = await test.vault.readSecret(caller, { id: secret.id });
    expect(value).toBe(winners[0]);
  }, 20_000);
});
