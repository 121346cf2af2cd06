import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlreadyServed, announce, whoServes } from './presence';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-presence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a second server on one data folder is refused, and told where the first one answers', async () => {
  const first = await announce(folder, 'http://localhost:3000');
  const refused = await announce(folder, 'http://localhost:3001').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AlreadyServed);
  expect((refused as Error).message).toContain('http://localhost:3000');
  first.close();
  (await announce(folder, 'http://localhost:3001')).close();
});

it('whoever asks learns the origin of the server, or that there is none', async () => {
  expect(await whoServes(folder)).toBeNull();
  const server = await announce(folder, 'http://localhost:3912');
  expect(await whoServes(folder)).toBe('http://localhost:3912');
  server.close();
  expect(await whoServes(folder)).toBeNull();
});

it('what a killed server left behind is in nobody’s way', async () => {
  writeFileSync(join(folder, 'server.sock'), '');
  const server = await announce(folder, 'http://localhost:3000');
  expect(await whoServes(folder)).toBe('http://localhost:3000');
  server.close();
});

it('of many that start at once, one does', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) => announce(folder, `http://localhost:${4000 + i}`)),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const t of tries) if (t.status === 'fulfilled') t.value.close();
});

it('a long path is no obstacle', async () => {
  const long = join(folder, 'x'.repeat(120));
  const server = await announce(long, 'http://localhost:3000');
  expect(await whoServes(long)).toBe('http://localhost:3000');
  server.close();
});
