import { sql } from 'drizzle-orm';
import type { KeyContext } from '../crypto/key-context';
import { expectThat, type Write } from '../db/client';
import { preparedWrite } from '../db/prepared';
import { secrets, secretVersions } from '../db/schema';
import { about, type EventDraft, keyed } from './event-rows';
import { newId } from './ids';
import type { ContextKeks } from './key-ring';
import type { Work } from './operation';
import { organizationIsLive } from './organization-rows';
import { type NewSecretRow, type SecretRow, stillAt } from './secret-rows';
import { inSlices, type Progress } from './slices';
import { sealVersion } from './values';

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it replaces. */
  readonly row: SecretRow | undefined;
}

interface Stored {
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
}

/** New secrets and new versions of secrets, sealed, as one write, with what the trail says of each. */
export async function toWrites(
  work: Work,
  organizationId: string,
  given: readonly Given[],
  progress?: Progress,
): Promise<Stored> {
  const context = { organization_id: organizationId };
  const keksOf = new Map<string, Promise<ContextKeks>>();
  /** Once for each context: most rows share one. */
  const keksFor = (of: KeyContext): Promise<ContextKeks> => {
    const key = JSON.stringify(of);
    const keks = keksOf.get(key) ?? work.keyRing.forContext(of, organizationId);
    keksOf.set(key, keks);
    return keks;
  };
  const store = async ({ name, bytes, row }: Given): Promise<Stored> => {
    const { keks, keyId } = await keksFor(row?.context ?? context);
    const next = row
      ? nextVersion(work, row, bytes.length)
      : firstVersion(work, { organizationId, name, context, keyId, sizeBytes: bytes.length });
    const { versionNumber } = next;
    const version = insertVersion(work.database, {
      id: next.versionId,
      secretId: next.id,
      number: versionNumber,
      envelope: sealVersion(next, versionNumber, bytes, keks),
      sizeBytes: next.sizeBytes,
      createdAt: next.updatedAt,
      createdById: next.updatedById,
      createdByName: next.updatedByName,
    });
    const type = row ? 'vault.data.updated' : 'vault.data.created';
    return {
      writes: row
        ? [expectThat(work.database, stillAt(row)), version, updateSecret(work.database, next)]
        : [insertSecret(work.database, next), version],
      events: [{ type, ...about(next), writtenVersion: versionNumber, data: keyed(next) }],
    };
  };
  const stored = await inSlices(given, store, progress);
  const keks = await Promise.all(keksOf.values());
  return {
    writes: [
      expectThat(work.database, organizationIsLive(organizationId)),
      ...keks.flatMap(({ writes }) => writes),
      ...stored.flatMap(({ writes }) => writes),
    ],
    events: [...stored, ...keks].flatMap(({ events }) => events),
  };
}

function firstVersion(
  { environmentId, actor, at, now }: Work,
  given: Pick<NewSecretRow, 'organizationId' | 'name' | 'context' | 'keyId' | 'sizeBytes'>,
): NewSecretRow {
  return {
    ...given,
    id: newId('secret', now),
    environmentId,
    versionId: newId('version', now),
    versionNumber: 1,
    createdAt: at,
    updatedAt: at,
    updatedById: actor.id,
    updatedByName: actor.name,
    deletedAt: null,
    deletedByName: null,
    note: '',
    tags: [],
    expiresAt: null,
    rotateEveryDays: null,
    firstReadAt: null,
    restrictedAt: null,
    needsApproval: false,
    valueSince: at,
  };
}

function nextVersion({ actor, at, now }: Work, row: SecretRow, sizeBytes: number): NewSecretRow {
  return {
    ...row,
    sizeBytes,
    versionId: newId('version', now),
    versionNumber: row.versionNumber + 1,
    updatedAt: at,
    updatedById: actor.id,
    updatedByName: actor.name,
    valueSince: at,
  };
}

/** A literal, so that a column which is added is not forgotten here. */
const SECRET_COLUMNS = Object.keys({
  id: 0,
  environmentId: 0,
  organizationId: 0,
  name: 0,
  context: 0,
  keyId: 0,
  versionId: 0,
  versionNumber: 0,
  createdAt: 0,
  updatedAt: 0,
  updatedById: 0,
  updatedByName: 0,
  deletedAt: 0,
  deletedByName: 0,
  note: 0,
  tags: 0,
  expiresAt: 0,
  rotateEveryDays: 0,
  sizeBytes: 0,
  firstReadAt: 0,
  restrictedAt: 0,
  needsApproval: 0,
  valueSince: 0,
} satisfies Record<keyof NewSecretRow, 0>) as (keyof NewSecretRow)[];

const insertSecret = preparedWrite<Pick<NewSecretRow, keyof NewSecretRow>>(SECRET_COLUMNS, (query, row) =>
  query.insert(secrets).values(row),
);

const updateSecret = preparedWrite<Pick<NewSecretRow, keyof NewSecretRow>>(
  SECRET_COLUMNS,
  (query, { id, versionId, versionNumber, updatedAt, updatedById, updatedByName, sizeBytes, valueSince }) =>
    query
      .update(secrets)
      .set({ versionId, versionNumber, updatedAt, updatedById, updatedByName, sizeBytes, valueSince })
      .where(sql`${secrets.id} = ${id}`),
);

type VersionRow = Omit<typeof secretVersions.$inferSelect, 'note' | 'valueSince'>;

const insertVersion = preparedWrite<VersionRow>(
  ['id', 'secretId', 'number', 'envelope', 'sizeBytes', 'createdAt', 'createdById', 'createdByName'],
  (query, version) => query.insert(secretVersions).values(version),
);
