import { timingSafeEqual } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { utf8 } from '../crypto/bytes';
import { envelopeKekIds, type Kek, openValue, sealValue, type VersionPlace } from '../crypto/envelope';
import { CryptoError } from '../crypto/errors';
import type { Write } from '../db/client';
import { preparedRead } from '../db/prepared';
import { secrets, secretVersions } from '../db/schema';
import { notFound } from './errors';
import { about, type EventDraft } from './event-rows';
import { integrityFailure } from './key-ring';
import type { Outcome, Work } from './operation';
import { rememberedVersion, type SecretRow } from './secret-rows';

/** Why a value is shown; the trail keeps it. */
export type Purpose = 'read' | 'reveal' | 'copy';

/** Seals a value for the place that the row describes. */
export function sealVersion(
  row: Pick<SecretRow, 'environmentId' | 'organizationId' | 'id' | 'context'>,
  versionNumber: number,
  value: Uint8Array,
  keks: readonly Kek[],
): Uint8Array {
  return sealValue(value, keks, placeOf(row, versionNumber));
}

const versionById = preparedRead((query) =>
  query
    .select({
      number: secretVersions.number,
      envelope: secretVersions.envelope,
      secretId: secretVersions.secretId,
      remembered: rememberedVersion,
    })
    .from(secretVersions)
    .innerJoin(secrets, eq(secrets.id, secretVersions.secretId))
    .where(eq(secretVersions.id, sql.placeholder('versionId'))),
);

/**
 * The one function that gives a stored value away. It does so only together with its event, inside an
 * outcome, so that the value reaches nobody before the event is stored.
 * `row` comes from a query within the tenant of this very work.
 */
export async function openVersion<Result>(
  work: Work,
  row: SecretRow,
  versionId: string,
  purpose: Purpose,
  shape: (value: string) => Result,
): Promise<Outcome<Result>> {
  const { bytes } = await openStored(work, row, versionId);
  const value = utf8(bytes);
  const event: EventDraft = {
    type: 'vault.data.read',
    ...about(row),
    data: { kv_name: row.name, key_id: row.keyId, version_id: versionId, purpose },
  };
  return { result: shape(value), writes: firstRead(work, row), events: [event] };
}

/** Once for each secret, so that those which nobody ever read can be listed. */
function firstRead({ database, at }: Work, row: SecretRow): Write[] {
  if (row.firstReadAt !== null) return [];
  const unread = and(eq(secrets.id, row.id), isNull(secrets.firstReadAt));
  return [database.query.update(secrets).set({ firstReadAt: at }).where(unread)];
}

/** An old value, sealed again. */
export interface Resealed {
  readonly fromNumber: number;
  readonly sizeBytes: number;
  readonly seal: (versionNumber: number, keks: readonly Kek[]) => Uint8Array;
}

/**
 * Opens an old version to seal it again, and the current one to see whether that would change anything; null if not.
 * Neither value leaves this file, so there is no event of a read here: what comes of it is recorded by the caller.
 */
export async function resealVersion(work: Work, row: SecretRow, versionId: string): Promise<Resealed | null> {
  const { number, bytes } = await openStored(work, row, versionId);
  const current = await openStored(work, row, row.versionId);
  if (areEqual(bytes, current.bytes)) return null;
  return {
    fromNumber: number,
    sizeBytes: bytes.length,
    seal: (versionNumber, keks) => sealVersion(row, versionNumber, bytes, keks),
  };
}

/** Whether a value is the current one; nothing else of that leaves this file, and the caller records the asking. */
export async function isCurrentValue(work: Work, row: SecretRow, bytes: Uint8Array): Promise<boolean> {
  const current = await openStored(work, row, row.versionId);
  return areEqual(bytes, current.bytes);
}

const areEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

async function openStored(
  work: Work,
  row: SecretRow,
  versionId: string,
): Promise<{ number: number; bytes: Uint8Array }> {
  const [version] = await versionById(work.database).execute({ versionId });
  if (!version || version.secretId !== row.id) throw notFound('version');
  const isCurrent = versionId === row.versionId;
  if (row.versionNumber !== version.remembered || (isCurrent && version.number !== row.versionNumber)) {
    throw integrityFailure();
  }
  const { number, envelope } = version;
  return { number, bytes: await open(work, envelope, placeOf(row, number)) };
}

async function open(work: Work, envelope: Uint8Array, place: VersionPlace): Promise<Uint8Array> {
  try {
    const keks = await work.keyRing.byIds(envelopeKekIds(envelope));
    return openValue(envelope, keks, place);
  } catch (error) {
    if (error instanceof CryptoError) throw integrityFailure();
    throw error;
  }
}

function placeOf(
  {
    environmentId,
    organizationId,
    id,
    context,
  }: Pick<SecretRow, 'environmentId' | 'organizationId' | 'id' | 'context'>,
  versionNumber: number,
): VersionPlace {
  return { environmentId, organizationId, secretId: id, versionNumber, context };
}
