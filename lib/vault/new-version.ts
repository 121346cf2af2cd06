import { eq } from 'drizzle-orm';
import type { Kek } from '../crypto/envelope';
import { expectThat, type Write } from '../db/client';
import { secrets, secretVersions } from '../db/schema';
import { VaultError } from './errors';
import { about, keyed } from './event-rows';
import { newId } from './ids';
import type { Outcome, Work } from './operation';
import { type NewSecretRow, type SecretMetadata, type SecretRow, stillAt, toMetadata } from './secret-rows';

interface Sealed {
  readonly envelope: Uint8Array;
  readonly sizeBytes: number;
}

/** The next version of a live secret, and what the trail says of it. Whoever loses the race starts again. */
export async function newVersion(
  work: Work,
  row: SecretRow,
  seal: (versionNumber: number, keks: readonly Kek[]) => Sealed,
  /** What the event says beside. */
  more: { readonly from_version?: number } = {},
): Promise<Outcome<SecretMetadata>> {
  const { keks, writes, events } = await work.keyRing.forContext(row.context, row.organizationId);
  const { database, actor, at, now } = work;
  const versionNumber = row.versionNumber + 1;
  const { envelope, sizeBytes } = seal(versionNumber, keks);
  const changed = {
    versionId: newId('version', now),
    versionNumber,
    updatedAt: at,
    updatedById: actor.id,
    updatedByName: actor.name,
    sizeBytes,
  };
  const next = { ...row, ...changed };
  return {
    result: toMetadata(next),
    writes: [
      expectThat(database, stillAt(row)),
      ...writes,
      versionWrite(work, next, envelope),
      database.query.update(secrets).set(changed).where(eq(secrets.id, row.id)),
    ],
    events: [
      {
        type: 'vault.data.updated',
        ...about(row),
        writtenVersion: versionNumber,
        data: { ...keyed(row), ...more },
      },
      ...events,
    ],
    conflict: () => Promise.resolve('again' as const),
  };
}

/** Throws `version_mismatch`, with who was faster, if the caller knows another version than the current one. */
export function checkVersion(row: SecretRow, versionCheck: string | null | undefined): void {
  if (versionCheck == null || versionCheck === row.versionId) return;
  throw new VaultError(
    'version_mismatch',
    'This secret was changed since you last saw it. Read it again, then decide.',
    { current: { versionId: row.versionId, updatedAt: row.updatedAt, updatedByName: row.updatedByName } },
  );
}

export function versionWrite({ database }: Work, row: NewSecretRow, envelope: Uint8Array): Write {
  return database.query.insert(secretVersions).values({
    id: row.versionId,
    secretId: row.id,
    number: row.versionNumber,
    envelope,
    sizeBytes: row.sizeBytes,
    createdAt: row.updatedAt,
    createdById: row.updatedById,
    createdByName: row.updatedByName,
  });
}
