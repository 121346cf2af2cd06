import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestVault, type TestVault } from '@/lib/vault/test-support';
import { purgeOnSchedule, purgeWhatIsDue } from './purge-job';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(async () => {
  vi.useRealTimers();
  await test.close();
});

describe('the job that empties the trash', () => {
  it('goes on until nothing is due', async () => {
    const key = await test.newKey();
    const { id } = await test.newOrganization();
    for (let i = 0; i < 120; i++) {
      const made = await test.vault.createSecret(key, {
        name: `secret ${i}`,
        value: 'v',
        context: { organization_id: id },
      });
      await test.vault.deleteSecret(key, { id: made.id });
    }
    expect(await purgeWhatIsDue(test.vault)).toBe(0);
    test.clock.advance(31 * 86_400_000);
    expect(await purgeWhatIsDue(test.vault)).toBe(120);
    expect(await purgeWhatIsDue(test.vault)).toBe(0);
  });

  it('runs soon after the start, every hour, also after a failure, and not once it is stopped', async () => {
    vi.useFakeTimers();
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const runs = vi.fn<typeof test.vault.purgeDueSecrets>();
    runs.mockRejectedValueOnce(new Error('busy')).mockResolvedValue(0);
    const stop = purgeOnSchedule({ ...test.vault, purgeDueSecrets: runs });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runs).toHaveBeenCalledTimes(1);
    expect(said).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(runs).toHaveBeenCalledTimes(2);
    stop();
    await vi.advanceTimersByTimeAsync(36_000_000);
    expect(runs).toHaveBeenCalledTimes(2);
    said.mockRestore();
  });
});
