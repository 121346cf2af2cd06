import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault } from './open-test-vault';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

describe('a test vault', () => {
  it('is a real vault in which an API key, a member and an administrator act', async () => {
    const { vault } = test;
    const acme = await test.newOrganization('Acme');
    const key = await test.newKey();
    const context = { organization_id: acme.id };
    const made = await vault.createSecret(key, { name: 'db', value: 'hunter2', context });
    const editor = await test.newUser({ role: 'editor', organizationId: acme.id });
    const admin = await test.newUser('admin');
    for (const caller of [key, editor, admin]) {
      expect(await vault.readSecret(caller, { id: made.id })).toMatchObject({ value: 'hunter2' });
    }
    const again = await test.openAgain();
    expect(await again.readSecret(key, { id: made.id })).toMatchObject({ value: 'hunter2' });
  });

  it('shares nothing with another one', async () => {
    const other = await openTestVault();
    const key = await other.newKey();
    await expect(test.vault.listSecrets(key, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await other.close();
    expect(existsSync(other.path)).toBe(false);
  });

  it('has a clock that stands still until it is moved', async () => {
    const user = await test.newUser('admin');
    test.clock.advance(13 * 60 * 60 * 1000);
    await expect(test.vault.describeSession(user, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
