import { eq, sql } from 'drizzle-orm';
import { utf8 } from '../crypto/bytes';
import { envelopeKekIds, type Kek, openValue, sealValue, type VersionPlace } from '../crypto/envelope';
import { CryptoError } from '../crypto/errors';
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
 * The one function that opens a stored value. It gives the value only together with its event, inside an
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
  const [version] = await versionById(work.database).execute({ versionId });
  if (!version || version.secretId !== row.id) throw notFound('version');
  const isCurrent = versionId === row.versionId;
  if (row.versionNumber !== version.remembered || (isCurrent && version.number !== row.versionNumber)) {
    throw integrityFailure();
  }
  const value = await open(work, version.envelope, placeOf(row, version.number));
  const event: EventDraft = {
    type: 'vault.data.read',
    ...about(row),
    data: { kv_name: row.name, key_id: row.keyId, version_id: versionId, purpose },
  };
  return { result: shape(value), events: [event] };
}

async function open(work: Work, envelope: Uint8Array, place: VersionPlace): Promise<string> {
  try {
    const keks = await work.keyRing.byIds(envelopeKekIds(envelope));
    return utf8(openValue(envelope, keks, place));
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
