import { timingSafeEqual } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { utf8 } from '../crypto/bytes';
import { envelopeKekIds, type Kek, openValue, sealValue, type VersionPlace } from '../crypto/envelope';
import { CryptoError } from '../crypto/errors';
import type { Write } from '../db/client';
import { preparedRead, preparedWrite } from '../db/prepared';
import { secrets, secretVersions } from '../db/schema';
import { notFound } from './errors';
import { about, type EventDraft } from './event-rows';
import { integrityFailure } from './key-ring';
import { openingOf, type Why } from './opening';
import type { Outcome, Work } from './operation';
import { readerReach } from './reader-reach';
import { rememberedVersion, type SecretRow } from './secret-rows';
import { inSlices, type Progress } from './slices';

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
      since: sql<string>`ifnull(${secretVersions.valueSince}, ${secretVersions.createdAt})`,
      envelope: secretVersions.envelope,
      secretId: secretVersions.secretId,
      remembered: rememberedVersion,
    })
    .from(secretVersions)
    .innerJoin(secrets, eq(secrets.id, secretVersions.secretId))
    .where(eq(secretVersions.id, sql.placeholder('versionId'))),
);

/**
 * The one function that gives stored values away. It does so only together with their events, one for each, inside an
 * outcome, so that a value reaches nobody before its event is stored, and only with what `openingOf` wants.
 * `opened` are rows from a query within the tenant of this very work, each with the version that is wanted of it.
 */
export async function openVersions<Result>(
  work: Work,
  opened: readonly (readonly [row: SecretRow, versionId: string])[],
  why: Why,
  shape: (values: readonly string[]) => Result,
  progress?: Progress,
): Promise<Outcome<Result> & { readonly events: readonly EventDraft[] }> {
  const { purpose } = why;
  const openOne = async ([row, versionId]: (typeof opened)[number]) => {
    const { writes, events, data } = await openingOf(work, row, why);
    const value = utf8((await openStored(work, row, versionId)).bytes);
    const read: EventDraft = {
      type: 'vault.data.read',
      ...about(row),
      data: {
        kv_name: row.name,
        key_id: row.keyId,
        version_id: versionId,
        purpose,
        reach: readerReach(work.actor, row),
        ...data,
      },
    };
    return { value, writes: [...writes, ...firstRead(work, row)], events: [...events, read] };
  };
  const all = await inSlices(opened, openOne, progress);
  return {
    result: shape(all.map(({ value }) => value)),
    writes: all.flatMap(({ writes }) => writes),
    events: all.flatMap(({ events }) => events) as unknown as [EventDraft, ...EventDraft[]],
  };
}

/** The same of one version. */
export function openVersion<Result>(
  work: Work,
  row: SecretRow,
  versionId: string,
  why: Why,
  shape: (value: string) => Result,
): Promise<Outcome<Result>> {
  return openVersions(work, [[row, versionId]], why, ([value = '']) => shape(value));
}

const markRead = preparedWrite<{ id: string; firstReadAt: string }>(
  ['id', 'firstReadAt'],
  (query, { id, firstReadAt }) =>
    query
      .update(secrets)
      .set({ firstReadAt })
      .where(and(eq(secrets.id, id), isNull(secrets.firstReadAt))),
);

/** Once for each secret, so that those which nobody ever read can be listed. */
function firstRead({ database, at }: Work, { id, firstReadAt }: SecretRow): Write[] {
  return firstReadAt === null ? [markRead(database, { id, firstReadAt: at })] : [];
}

/**
 * Whether this is the current value; null for a secret that opens with an approval, of which nobody learns even that.
 * What is stored does not leave this file, so the caller records what was learnt.
 */
export async function isCurrentValue(work: Work, row: SecretRow, value: Uint8Array): Promise<boolean | null> {
  if (row.needsApproval) return null;
  const { bytes } = await openStored(work, row, row.versionId);
  return areEqual(bytes, value);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** An old value, sealed again. */
export interface Resealed {
  readonly fromNumber: number;
  /** When the value was new. */
  readonly valueSince: string;
  readonly sizeBytes: number;
  readonly seal: (versionNumber: number, keks: readonly Kek[]) => Uint8Array;
}

/**
 * Opens an old version to seal it again, and the current one to see whether that would change anything; null if not.
 * Where an approval is needed nothing is compared: whoever writes a guess and rolls back would learn whether it was right.
 * Neither value leaves this file, so there is no event of a read here: what comes of it is recorded by the caller.
 */
export async function resealVersion(work: Work, row: SecretRow, versionId: string): Promise<Resealed | null> {
  const { number, since, bytes } = await openStored(work, row, versionId);
  if (!row.needsApproval) {
    const current = await openStored(work, row, row.versionId);
    if (areEqual(bytes, current.bytes)) return null;
  }
  return {
    fromNumber: number,
    valueSince: since,
    sizeBytes: bytes.length,
    seal: (versionNumber, keks) => sealVersion(row, versionNumber, bytes, keks),
  };
}

async function openStored(
  work: Work,
  row: SecretRow,
  versionId: string,
): Promise<{ number: number; since: string; bytes: Uint8Array }> {
  const [version] = await versionById(work.database).execute({ versionId });
  if (!version || version.secretId !== row.id) throw notFound('version');
  const isCurrent = versionId === row.versionId;
  if (row.versionNumber !== version.remembered || (isCurrent && version.number !== row.versionNumber)) {
    throw integrityFailure();
  }
  const { number, since, envelope } = version;
  return { number, since, bytes: await open(work, envelope, placeOf(row, number)) };
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
