import { newRequestId, storageCode, type Vault } from '@/lib/vault';

const EVERY_MS = 3_600_000;
/** After a start, so that it stands in nobody's way. */
const FIRST_MS = 30_000;

/** Empties the trash of what is due, soon after the start and every hour. @returns what stops it. */
export function purgeOnSchedule(vault: Vault): () => void {
  let timer: NodeJS.Timeout;
  const later = (ms: number) => {
    timer = setTimeout(() => void run(), ms).unref();
  };
  async function run() {
    try {
      await purgeWhatIsDue(vault);
    } catch (error) {
      console.error(
        `The trash was not emptied of what is due (${storageCode(error)}). It is tried again in an hour.`,
      );
    }
    later(EVERY_MS);
  }
  later(FIRST_MS);
  return () => clearTimeout(timer);
}

/** @returns how many secrets are gone. */
export async function purgeWhatIsDue(vault: Vault): Promise<number> {
  let all = 0;
  for (;;) {
    const gone = await vault.purgeDueSecrets({ via: 'schedule', requestId: newRequestId() }, {});
    if (gone === 0) return all;
    all += gone;
  }
}
