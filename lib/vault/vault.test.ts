import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalKekProvider, openVault } from './index';
import { MIGRATIONS, makeFolder, openTestVault, type TestVault } from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

describe('opening a vault', () => {
  it('with another root key is refused: the wanted and the given fingerprint are named, nothing is written', async () => {
    const key = await test.newKey();
    await test.vault.createSecret(key, { name: 's', value: 'v', context: {} });
    await test.vault.close();
    const stored = () =>
      [test.path, `${test.path}-wal`].map((file) =>
        existsSync(file) ? readFileSync(file).toString('hex') : '',
      );
    const before = stored();
    const other = new LocalKekProvider(randomBytes(32));
    const [wanted, given] = [
      await new LocalKekProvider(test.rootKey).currentKekId(),
      await other.currentKekId(),
    ];
    const error = await openVault({
      database: { url: `file:${test.path}` },
      provider: other,
      migrations: MIGRATIONS,
    }).catch((e: Error) => e);
    expect(error).toMatchObject({ code: 'wrong_root_key' });
    expect((error as Error).message).toContain(wanted);
    expect((error as Error).message).toContain(given);
    expect(stored()).toEqual(before);
  });

  it('again reads what was stored, and derives the same keys', async () => {
    const key = await test.newKey();
    const { id } = await test.vault.createSecret(key, { name: 's', value: 'v', context: { a: 'b' } });
    const again = await test.openAgain();
    expect((await again.readSecret(key, { id })).value).toBe('v');
    expect(again.environmentId).toBe(test.vault.environmentId);
    expect(again.deriveKey('a')).toEqual(test.vault.deriveKey('a'));
    expect(again.deriveKey('a')).not.toEqual(again.deriveKey('b'));
  });

  it('makes a new one where there is none', async () => {
    const path = join(makeFolder(), 'new.db');
    const options = {
      database: { url: `file:${path}` },
      provider: new LocalKekProvider(randomBytes(32)),
      migrations: MIGRATIONS,
    };
    const vault = await openVault(options);
    await vault.ping();
    expect(vault.environmentId).toMatch(/^environment_[0-9A-Z]{26}$/);
    await vault.close();
  });

  it('makes one environment, even where two start at once', async () => {
    const url = `file:${join(makeFolder(), 'new.db')}`;
    const rootKey = randomBytes(32);
    const open = () =>
      openVault({ database: { url }, provider: new LocalKekProvider(rootKey), migrations: MIGRATIONS });
    const both = await Promise.all([open(), open()]);
    expect(both[0].environmentId).toBe(both[1].environmentId);
    expect(both[0].deriveKey('a')).toEqual(both[1].deriveKey('a'));
    await Promise.all(both.map((vault) => vault.close()));
  });
});
