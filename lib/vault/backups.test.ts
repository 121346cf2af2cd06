import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalKekProvider, openVault } from './index';
import { MIGRATIONS, makeFolder, openTestVault, type TestVault } from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

describe('a backup', () => {
  it('made while others write opens with the root key and holds every write acknowledged before it', async () => {
    const key = await test.newKey();
    const create = (name: string) =>
      test.vault.createSecret(key, { name, value: `value of ${name}`, context: {} });
    const before = await Promise.all(Array.from({ length: 20 }, (_, i) => create(`before ${i}`)));
    const file = join(makeFolder(), 'backup.db');
    const meanwhile = Array.from({ length: 20 }, (_, i) => create(`meanwhile ${i}`));
    expect(await test.vault.createBackup(test.operator, { file })).toMatchObject({ file });
    await Promise.all(meanwhile);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const provider = new LocalKekProvider(test.rootKey);
    const restored = await openVault({ database: { url: `file:${file}` }, provider, migrations: MIGRATIONS });
    for (const { id, name } of before) {
      expect((await restored.readSecret(key, { id })).value).toBe(`value of ${name}`);
    }
    await restored.close();
  });

  it('never replaces a file, and says so when it cannot be written', async () => {
    const folder = makeFolder();
    const impossible = expect.objectContaining({ code: 'backup_impossible' });
    await test.vault.createBackup(test.operator, { file: join(folder, 'a.db') });
    await expect(test.vault.createBackup(test.operator, { file: join(folder, 'a.db') })).rejects.toEqual(
      impossible,
    );
    await expect(
      test.vault.createBackup(test.operator, { file: join(folder, 'no', 'b.db') }),
    ).rejects.toEqual(impossible);
    mkdirSync(join(folder, 'c.db'));
    await expect(test.vault.createBackup(test.operator, { file: join(folder, 'c.db') })).rejects.toEqual(
      impossible,
    );
  });

  it('is for the operator only', async () => {
    const admin = await test.newUser('admin');
    for (const caller of [await test.newKey(), admin]) {
      await expect(test.vault.createBackup(caller, { file: '/tmp/never.db' })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });
});
