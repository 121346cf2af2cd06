import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Kek } from '../crypto/envelope';
import { expectThat } from '../db/client';
import { secrets } from '../db/schema';
import { isVaultError, notFound, VaultError } from './errors';
import { about, keyed } from './event-rows';
import { newId } from './ids';
import {
  anyId,
  keyContext,
  reason,
  secretId,
  secretName,
  secretValue,
  valueBytes,
  versionNote,
} from './inputs';
import { checkVersion, newVersion, versionWrite } from './new-version';
import { type Outcome, operation, type Work } from './operation';
import { organizationIsLive, resolveContext } from './organization-rows';
import { authorize, type Tenant } from './policy';
import { details, NO_DETAILS, withDetails } from './secret-details';
import {
  findDeleted,
  findLive,
  live,
  nameIsTaken,
  reachOf,
  restrictedAway,
  restrictedFor,
  type SecretMetadata,
  type SecretRow,
  stillAt,
  toMetadata,
} from './secret-rows';
import { isCurrentValue, openVersion, sealVersion } from './values';

export interface RevealedSecret extends SecretMetadata {
  readonly value: string;
}

/** Fails with `name_taken` if a live secret of the organization has the name. */
export const createSecret = operation({
  name: 'secret.create',
  input: z.strictObject({ name: secretName, value: secretValue, context: keyContext, ...details }),
  idempotent: 'plain',
  async run(work, { name, value, context: given, ...written }) {
    const bytes = valueBytes(value);
    refuseName(work, name);
    const { context, organizationId } = await resolveContext(work, given);
    const { keks, keyId, writes, events } = await work.keyRing.forContext(context, organizationId);
    const { database, environmentId, actor, at, now } = work;
    const place = { environmentId, organizationId, name };
    const row = {
      id: newId('secret', now),
      ...place,
      context,
      keyId,
      versionId: newId('version', now),
      versionNumber: 1,
      createdAt: at,
      updatedAt: at,
      updatedById: actor.id,
      updatedByName: actor.name,
      deletedAt: null,
      deletedByName: null,
      ...withDetails(NO_DETAILS, written),
      sizeBytes: bytes.length,
      firstReadAt: null,
      restrictedAt: null,
      needsApproval: false,
      valueSince: at,
    };
    return {
      result: toMetadata(row),
      writes: [
        ...(organizationId ? [expectThat(database, organizationIsLive(organizationId))] : []),
        ...writes,
        database.query.insert(secrets).values(row),
        versionWrite(work, row, sealVersion(row, 1, bytes, keks)),
      ],
      events: [{ type: 'vault.data.created', ...about(row), writtenVersion: 1, data: keyed(row) }, ...events],
      // Else two first uses of one context met: the other's KEK is there now.
      conflict: async () => ((await nameIsTaken(database, place)) ? nameTaken() : 'again'),
    };
  },
});

export interface UpdatedSecret extends SecretMetadata {
  /** False if the value was the current one already, and `unlessEqual` was asked for: there is no new version then. */
  readonly changed: boolean;
}

/**
 * A new version with a new key. `versionCheck` is the version that the caller knows: fails with `version_mismatch` if
 * it is not the current one. `unlessEqual` makes nothing of the value that is there already; as that tells whether a
 * guess is right, it is for those who may read the secret too.
 */
export const updateSecret = operation({
  name: 'secret.update',
  input: z.strictObject({
    ...secretId,
    value: secretValue,
    versionCheck: anyId.nullish(),
    note: versionNote.optional(),
    unlessEqual: z.boolean().optional(),
  }),
  async run(work, { value, versionCheck, note, unlessEqual, ...which }): Promise<Outcome<UpdatedSecret>> {
    const bytes = valueBytes(value);
    const row = await findLive(work, which);
    checkVersion(row, versionCheck);
    if (unlessEqual) {
      const reader = { ...work, tenant: authorize(work.actor, 'secret.read') };
      // Null, for a secret of which nobody learns even that, is not equal.
      if (await isCurrentValue(work, await findLive(reader, which), bytes).catch(brokenIsNotEqual)) {
        const result = { ...toMetadata(row), changed: false };
        return { result, events: [{ type: 'vault.metadata.read', ...about(row) }] };
      }
    }
    const seal = (number: number, keks: readonly Kek[]) => sealVersion(row, number, bytes, keks);
    const outcome = await newVersion(work, row, { seal, sizeBytes: bytes.length, note });
    return { ...outcome, result: { ...outcome.result, changed: true } };
  },
});

/**
 * Shows a value by id, or by name: one live secret, else `ambiguous_name` asks for the organization. Fails with
 * `reason_required` for a person who says nothing where the organization wants to know why, and with
 * `approval_required` where a second person has to agree.
 */
export const readSecret = operation({
  name: 'secret.read',
  input: z.union([
    z.strictObject({
      ...secretId,
      purpose: z.enum(['read', 'reveal', 'copy']).optional(),
      reason: reason.optional(),
    }),
    z.strictObject({ name: z.string(), organizationId: anyId.optional(), reason: reason.optional() }),
  ]),
  async run(work, input) {
    const row = 'id' in input ? await findLive(work, input) : await findByName(work, input);
    const purpose = ('id' in input && input.purpose) || 'read';
    return openVersion(
      work,
      row,
      row.versionId,
      { purpose, reason: input.reason },
      (value): RevealedSecret => ({ ...toMetadata(row), value }),
    );
  },
});

/** Everything but the value; nothing is decrypted. */
export const describeSecret = operation({
  name: 'secret.describe',
  input: z.strictObject(secretId),
  async run(work, which) {
    const row = await findLive(work, which);
    return { result: toMetadata(row), events: [{ type: 'vault.metadata.read', ...about(row) }] };
  },
});

/** To the trash. The name is free at once. */
export const deleteSecret = operation({
  name: 'secret.delete',
  input: z.strictObject({ ...secretId, versionCheck: anyId.nullish() }),
  async run(work, { versionCheck, ...which }) {
    const row = await findLive(work, which);
    checkVersion(row, versionCheck);
    const { database, actor, at } = work;
    return {
      result: { id: row.id, name: row.name },
      writes: [
        expectThat(database, stillAt(row)),
        database.query
          .update(secrets)
          .set({ deletedAt: at, deletedByName: actor.name })
          .where(eq(secrets.id, row.id)),
      ],
      events: [{ type: 'vault.data.deleted', ...about(row) }],
    };
  },
});

/** Out of the trash, under its old name or another one. Fails with `name_taken` if a live secret has the name. */
export const restoreSecret = operation({
  name: 'secret.restore',
  input: z.strictObject({ ...secretId, name: secretName.optional() }),
  async run(work, { name: newName, ...which }) {
    const { database, environmentId } = work;
    const row = await findDeleted(work, which);
    const restored = { ...row, name: newName ?? row.name, deletedAt: null, deletedByName: null };
    refuseName(work, restored.name);
    const { organizationId, name } = restored;
    const place = { environmentId, organizationId, name };
    const inTrash = sql`exists (select 1 from ${secrets} where ${secrets.id} = ${row.id} and ${isNotNull(secrets.deletedAt)})`;
    return {
      result: toMetadata(restored),
      writes: [
        ...(organizationId ? [expectThat(database, organizationIsLive(organizationId))] : []),
        expectThat(database, inTrash),
        database.query
          .update(secrets)
          .set({ name, deletedAt: null, deletedByName: null })
          .where(eq(secrets.id, row.id)),
      ],
      events: [{ type: 'vault.data.restored', ...about(restored) }],
      conflict: async () => ((await nameIsTaken(database, place)) ? nameTaken() : notFound('secret')),
    };
  },
});

async function findByName(
  work: Work,
  input: { name: string; organizationId?: string | undefined },
): Promise<SecretRow> {
  const { database, tenant } = work;
  const reach = reachOf(work, input.organizationId);
  const [row, another] = await database.query
    .select()
    .from(secrets)
    .where(and(eq(secrets.environmentId, tenant.environmentId), eq(secrets.name, input.name), live(reach)))
    .limit(2);
  if (!row) throw await missing(work, reach, input.name);
  if (another) {
    throw new VaultError(
      'ambiguous_name',
      'Several organizations use this name. Say which one with ?organization_id=.',
    );
  }
  return row;
}

/** By its name as by its id: whoever may see that a restricted secret is there is told why it does not open. */
async function missing(work: Work, reach: Tenant, name: string): Promise<VaultError> {
  const [row] = await work.database.query
    .select()
    .from(secrets)
    .where(
      and(
        eq(secrets.environmentId, reach.environmentId),
        eq(secrets.name, name),
        restrictedAway(work, reach),
      ),
    )
    .limit(1);
  return row ? restrictedFor(work.actor, row) : notFound('secret');
}

/** Throws `forbidden` for a name that an API key does not reach. */
function refuseName({ tenant }: Work, name: string): void {
  if (tenant.reachesName(name)) return;
  throw new VaultError('forbidden', 'This API key does not reach secrets of this name.');
}

/** What cannot be opened any more must not stand in the way of a new value. */
function brokenIsNotEqual(error: unknown): false {
  if (isVaultError(error) && error.code === 'integrity_failure') return false;
  throw error;
}

const nameTaken = () =>
  new VaultError('name_taken', 'A secret of this organization already has this name. Choose another one.', {
    fields: [{ field: 'name', code: 'name_taken', message: 'This name is taken.' }],
  });
