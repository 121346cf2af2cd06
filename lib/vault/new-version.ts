import { eq } from 'drizzle-orm';
import type { Kek } from '../crypto/envelope';
import { expectThat, type Write } from '../db/client';
import { secrets, secretVersions } from '../db/schema';
import { VaultError } from './errors';
import { about, keyed } from './event-rows';
import { newId } from './ids';
import type { Outcome, Work } from './operation';
import { type NewSecretRow, type SecretMetadata, type SecretRow, stillAt, toMetadata } from './secret-rows';

interface Written {
  readonly seal: (versionNumber: number, keks: readonly Kek[]) => Uint8Array;
  readonly sizeBytes: number;
  /** Why, in the words of whoever wrote it. */
  readonly note?: string | undefined;
  /** The version whose value it has again. */
  readonly fromVersion?: number;
  /** Since when there was that value. */
  readonly valueSince?: string;
}

/** The next version of a live secret, and what the trail says of it. Whoever loses the race starts again. */
export async function newVersion(
  work: Work,
  row: SecretRow,
  { seal, sizeBytes, note = '', fromVersion, valueSince }: Written,
): Promise<Outcome<SecretMetadata>> {
  const { keks, writes, events } = await work.keyRing.forContext(row.context, row.organizationId);
  const { database, actor, at, now } = work;
  const versionNumber = row.versionNumber + 1;
  const changed = {
    versionId: newId('version', now),
    versionNumber,
    updatedAt: at,
    updatedById: actor.id,
    updatedByName: actor.name,
    sizeBytes,
    valueSince: valueSince ?? at,
  };
  const next = { ...row, ...changed };
  return {
    result: toMetadata(next),
    writes: [
      expectThat(database, stillAt(row)),
      ...writes,
      versionWrite(work, next, seal(versionNumber, keks), note),
      database.query.update(secrets).set(changed).where(eq(secrets.id, row.id)),
    ],
    events: [
      {
        type: 'vault.data.updated',
        ...about(row),
        writtenVersion: versionNumber,
        data: { ...keyed(row), ...(fromVersion !== undefined && { from_version: fromVersion }) },
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

export function versionWrite({ database }: Work, row: NewSecretRow, envelope: Uint8Array, note = ''): Write {
  return database.query.insert(secretVersions).values({
    id: row.versionId,
    secretId: row.id,
    number: row.versionNumber,
    envelope,
    sizeBytes: row.sizeBytes,
    note,
    createdAt: row.updatedAt,
    createdById: row.updatedById,
    createdByName: row.updatedByName,
    valueSince: row.valueSince === row.updatedAt ? null : row.valueSince,
  });
}
