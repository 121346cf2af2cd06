import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '../db/schema';
import type { Caller } from './actor';
import { openTestVault, type TestVault } from './test-support';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const update = (caller: Caller, given: Parameters<typeof test.vault.updateEnvironment>[1]) =>
  test.vault.updateEnvironment(caller, given);
const changes = async () => {
  const rows = await test.database.query.select().from(events).where(eq(events.type, 'environment.updated'));
  return rows.map(({ data }) => data);
};

describe('the settings of the environment', () => {
  it('are changed one by one, and the trail says what they were', async () => {
    const owner = await test.newUser('owner');
    expect(await test.vault.describeEnvironment(owner, {})).toMatchObject({
      name: 'production',
      stepUpMinutes: 15,
      administratorsReadValues: true,
    });
    const changed = { name: 'staging', stepUpMinutes: 5, administratorsReadValues: true };
    expect(await update(owner, { name: ' staging ', stepUpMinutes: 5 })).toMatchObject(changed);
    expect(await test.vault.describeEnvironment(owner, {})).toMatchObject(changed);
    await update(owner, { administratorsReadValues: false });
    expect(await changes()).toEqual([
      { changed: { name: { from: 'production', to: 'staging' }, step_up_minutes: { from: 15, to: 5 } } },
      { changed: { administrators_read_values: { from: true, to: false } } },
    ]);
  });

  it('leave no event where nothing changed', async () => {
    await update(test.operator, { stepUpMinutes: 15 });
    expect(await changes()).toEqual([]);
  });

  it('are for owners to change, for administrators and auditors to see, and nobody else’s', async () => {
    const { id: organizationId } = await test.newOrganization();
    const forbidden = { code: 'forbidden' };
    for (const role of ['admin', 'auditor'] as const) {
      const caller = await test.newUser(role);
      await test.vault.describeEnvironment(caller, {});
      await expect(update(caller, { stepUpMinutes: 720 })).rejects.toMatchObject(forbidden);
    }
    for (const caller of [await test.newUser({ role: 'admin', organizationId }), await test.newKey()]) {
      await expect(test.vault.describeEnvironment(caller, {})).rejects.toMatchObject(forbidden);
      await expect(update(caller, { stepUpMinutes: 720 })).rejects.toMatchObject(forbidden);
    }
  });

  it.each([0, 721, 1.5, Number.NaN])('refuse a proof of %d minutes', async (stepUpMinutes) => {
    await expect(update(test.operator, { stepUpMinutes })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'stepUpMinutes', message: 'Give 1 to 720 minutes.' }],
    });
  });

  it('count at once: for how long a proof is good, and whether administrators read', async () => {
    const owner = await test.newUser('owner');
    const key = await test.newKey();
    const { id } = await test.vault.createSecret(key, { name: 'db', value: 'v', context: {} });
    await test.vault.readSecret(owner, { id });
    test.clock.advance(10 * 60_000);
    await update(owner, { stepUpMinutes: 9 });
    await expect(test.vault.readSecret(owner, { id })).rejects.toMatchObject({ code: 'proof_required' });
    await expect(update(owner, { stepUpMinutes: 720 })).rejects.toMatchObject({ code: 'proof_required' });
    await update(test.operator, { stepUpMinutes: 15, administratorsReadValues: false });
    await expect(test.vault.readSecret(owner, { id })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await test.vault.readSecret(key, { id })).value).toBe('v');
  });

  it('changed by two at once are both kept', async () => {
    await Promise.all([
      update(test.operator, { name: 'renamed' }),
      update(test.operator, { stepUpMinutes: 60 }),
    ]);
    expect(await test.vault.describeEnvironment(test.operator, {})).toMatchObject({
      name: 'renamed',
      stepUpMinutes: 60,
    });
  });
});
