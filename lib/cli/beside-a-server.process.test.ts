import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../vault/test-support';
import { openDataFolder, runCli } from '../vault/test-support/run-cli';
import { readLog, startWorker } from '../vault/test-support/start-worker';

let data: string;
beforeEach(() => {
  data = path.join(makeFolder(), 'data');
});
afterEach(() => rmSync(path.dirname(data), { recursive: true, force: true }));

it('works beside a process that writes all the time, and neither loses anything', async () => {
  const organization = (await runCli(data, ['organization', 'create', '--name', 'Acme'])).stdout.trim();
  const token = (await runCli(data, ['api-key', 'create', '--name', 'server'])).stdout.trim();
  const log = path.join(data, 'log');
  const server = await startWorker();
  await server.begin({
    path: path.join(data, 'strongroom.db'),
    rootKey: readFileSync(path.join(data, 'root.key'), 'utf8').trim(),
    token,
    log,
    context: { organization_id: organization },
    concurrency: 8,
  });

  const names = Array.from({ length: 4 }, () => randomUUID());
  const create = (name: string) => runCli(data, ['organization', 'create', '--name', name]);
  const runs = [];
  // Two at a time: they also meet each other.
  for (let i = 0; i < names.length; i += 2)
    runs.push(...(await Promise.all(names.slice(i, i + 2).map(create))));
  const demo = await runCli(data, ['demo', '--force']);
  expect(await server.finish()).toBe(0);
  expect([...runs, demo].map(({ code, stderr }) => (code === 0 ? 'done' : stderr))).toEqual(
    Array.from({ length: 5 }, () => 'done'),
  );

  const vault = await openDataFolder(data);
  const caller = { via: 'api-key', token, requestId: 'test' } as const;
  const { items } = await vault.listOrganizations(caller, { limit: 100 });
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  const lines = readLog(log);
  // Two loops of the server may meet at one secret; nothing else may fail.
  const failures = lines.flatMap((line) => (line.did === 'fail' ? line.code : []));
  expect(failures.filter((code) => code !== 'not_found')).toEqual([]);
  const deleted = new Set(lines.flatMap((line) => (line.did === 'delete' ? line.id : [])));
  const kept = lines.flatMap((line) => (line.did === 'create' || line.did === 'update' ? [line] : []));
  expect(kept.length).toBeGreaterThan(50);
  await Promise.all(
    kept
      .filter(({ id }) => !deleted.has(id))
      .map(async ({ id, versionId, value }) =>
        expect((await vault.readVersion(caller, { id, versionId })).value).toBe(value),
      ),
  );
  await vault.close();
}, 60_000);
