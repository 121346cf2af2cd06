import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnv } from './env';
import { openRuntime } from './runtime';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (more: Record<string, string> = {}) =>
  openRuntime(parseEnv({ STRONGROOM_DATA: join(folder, 'data'), ...more }));
const keyFile = () => join(folder, 'data', 'root.key');
const refused = (attempt: Promise<unknown>, sentence: RegExp) =>
  expect(attempt).rejects.toMatchObject({ code: 'wrong_root_key', message: expect.stringMatching(sentence) });

it('what is stored is for its owner only, in a folder that others may look into too', async () => {
  const before = process.umask(0o022);
  try {
    mkdirSync(join(folder, 'data'), { mode: 0o755 });
    const { vault } = await open();
    const modes = readdirSync(join(folder, 'data')).map((name) => [
      name,
      (statSync(join(folder, 'data', name)).mode & 0o777).toString(8),
    ]);
    expect(Object.fromEntries(modes)).toEqual({
      'root.key': '600',
      'strongroom.db': '600',
      'strongroom.db-shm': '600',
      'strongroom.db-wal': '600',
    });
    await vault.close();
  } finally {
    process.umask(before);
  }
});

describe('a start that cannot work', () => {
  it('says so in a sentence, without a word of the driver', async () => {
    const key = { STRONGROOM_ROOT_KEY: randomBytes(32).toString('base64') };
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const [given, sentence] of [
      [{ STRONGROOM_DATA: file }, /cannot be used as a folder \(EEXIST\)/],
      [{ DATABASE_URL: `file:${join(folder, 'no', 'such', 'x.db')}`, ...key }, /database cannot be opened/],
      [{ DATABASE_URL: 'http://127.0.0.1:1', ...key }, /database cannot be opened/],
    ] as const) {
      await expect(open(given)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(sentence),
      });
    }
  });
});

describe('the root key', () => {
  it('is made at the first start, for its owner only, and used again', async () => {
    const first = await open();
    await first.vault.close();
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(keyFile(), 'utf8').trim(), 'base64')).toHaveLength(32);
    const second = await open();
    expect(second.rootKeyId).toBe(first.rootKeyId);
    await second.vault.close();
  });

  it('that is lost stops the start: a new one would open nothing', async () => {
    await (await open()).vault.close();
    rmSync(keyFile());
    await refused(open(), /root key is missing/);
    expect(existsSync(keyFile())).toBe(false);
  });

  it('that is another one stops the start, with both fingerprints', async () => {
    const { vault, rootKeyId } = await open();
    await vault.close();
    await refused(
      open({ STRONGROOM_ROOT_KEY: randomBytes(32).toString('base64') }),
      new RegExp(`${rootKeyId}.*local:[0-9a-f]{16}`),
    );
  });

  it('may come from the environment or from a file elsewhere, and is not written then', async () => {
    const key = randomBytes(32).toString('base64');
    const first = await open({ STRONGROOM_ROOT_KEY: key });
    await first.vault.close();
    const file = join(folder, 'elsewhere.key');
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    const second = await open({ STRONGROOM_ROOT_KEY_FILE: file });
    expect(second.rootKeyId).toBe(first.rootKeyId);
    await second.vault.close();
    expect(existsSync(keyFile())).toBe(false);
  });

  it('file that others can read, that is missing or that holds no key stops the start', async () => {
    const file = join(folder, 'some.key');
    await refused(open({ STRONGROOM_ROOT_KEY_FILE: file }), /no root key file/);
    writeFileSync(file, 'not a key', { mode: 0o600 });
    await refused(open({ STRONGROOM_ROOT_KEY_FILE: file }), /does not hold a root key/);
    writeFileSync(file, randomBytes(32).toString('base64'));
    chmodSync(file, 0o644);
    await refused(open({ STRONGROOM_ROOT_KEY_FILE: file }), /chmod 600/);
  });

  it('must be given for a database on a server', async () => {
    await refused(open({ DATABASE_URL: 'http://127.0.0.1:1' }), /DATABASE_URL names a server/);
  });
});
