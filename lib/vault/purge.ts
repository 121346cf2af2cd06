import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { approvals, organizations, secretRestrictions, secrets, secretVersions } from '../db/schema';
import { invalid, notFound } from './errors';
import { about, type EventDraft } from './event-rows';
import { secretId } from './inputs';
import { operation, type Work } from './operation';
import { RETENTION } from './retention';
import { findDeleted, type SecretRow } from './secret-rows';

/**
 * Out of the trash for good: every version's ciphertext and wrapped key, and the row. `confirmName` is the secret's
 * name, typed by whoever means it. What the trail says of the secret stays.
 */
export const purgeSecret = operation({
  name: 'secret.purge',
  input: z.strictObject({ ...secretId, confirmName: z.string() }),
  async run(work, { confirmName, ...which }) {
    const row = await findDeleted(work, which);
    if (confirmName !== row.name)
      throw invalid('confirmName', 'mismatch', 'This is not the name of the secret.');
    return {
      result: { id: row.id, name: row.name },
      writes: purgeWrites(work, [row]),
      events: [purged(row)],
      conflict: () => Promise.resolve(notFound('secret')),
    };
  },
});

/** So many at a time: a write holds everybody else up. */
const PURGED_AT_ONCE = 50;

/**
 * What the trash has kept for as long as its organization wants it kept, the first `PURGED_AT_ONCE` of it.
 * @returns how many secrets are gone; 0 once nothing is due.
 */
export const purgeDueSecrets = operation({
  name: 'secret.purge_due',
  input: z.strictObject({}),
  async run(work) {
    const rows = await findDue(work);
    const [first, ...others] = rows.map((row) => purged(row, { reason: 'retention' }));
    if (!first) return { result: 0, events: { unrecorded: 'nothing was due' } };
    return { result: rows.length, writes: purgeWrites(work, rows), events: [first, ...others] };
  },
});

async function findDue({ database, environmentId, at }: Work): Promise<Due[]> {
  const kept = (days: SQL) => sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${at}, '-' || ${days} || ' days')`;
  const ofOrganizations = await database.query
    .select(DUE)
    .from(organizations)
    .crossJoin(secrets)
    .where(
      and(
        eq(organizations.environmentId, environmentId),
        eq(secrets.organizationId, organizations.id),
        isNotNull(secrets.deletedAt),
        sql`${secrets.deletedAt} <= ${kept(sql`${organizations.retentionDays}`)}`,
      ),
    )
    .limit(PURGED_AT_ONCE);
  if (ofOrganizations.length > 0) return ofOrganizations;
  return database.query
    .select(DUE)
    .from(secrets)
    .where(
      and(
        eq(secrets.environmentId, environmentId),
        isNull(secrets.organizationId),
        isNotNull(secrets.deletedAt),
        sql`${secrets.deletedAt} <= ${kept(sql`${RETENTION.usual}`)}`,
      ),
    )
    .limit(PURGED_AT_ONCE);
}

const DUE = {
  id: secrets.id,
  organizationId: secrets.organizationId,
  name: secrets.name,
  versionNumber: secrets.versionNumber,
};
type Due = Pick<SecretRow, keyof typeof DUE>;

/** The wrapped keys go with the versions: what an old backup holds of the ciphertext needs that backup's rows too. */
function purgeWrites({ database }: Work, rows: readonly Due[]) {
  const ids = rows.map(({ id }) => id);
  const stillInTrash = sql`(select count(*) from ${secrets}
    where ${inArray(secrets.id, ids)} and ${isNotNull(secrets.deletedAt)}) = ${rows.length}`;
  return [
    expectThat(database, stillInTrash),
    database.query.delete(secretVersions).where(inArray(secretVersions.secretId, ids)),
    database.query.delete(approvals).where(inArray(approvals.secretId, ids)),
    database.query.delete(secretRestrictions).where(inArray(secretRestrictions.secretId, ids)),
    database.query.delete(secrets).where(inArray(secrets.id, ids)),
  ];
}

function purged(row: Due, more: Readonly<Record<string, unknown>> = {}): EventDraft {
  const { data, ...rest } = about(row);
  return {
    type: 'vault.data.purged',
    ...rest,
    data: { ...data, ...more },
    // One that never was: rows put back from an old copy of the database are behind what the trail remembers.
    writtenVersion: row.versionNumber + 1,
  };
}
