import { createHash } from 'node:crypto';
import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { secretVersions } from '../db/schema';
import { VaultError } from './errors';
import { about } from './event-rows';
import { anyId, page, reason, secretId } from './inputs';
import { checkVersion, newVersion } from './new-version';
import { type Outcome, operation } from './operation';
import type { Page } from './pages';
import { findLive, type SecretMetadata, toMetadata } from './secret-rows';
import { openVersion, resealVersion } from './values';

export interface SecretVersion {
  readonly id: string;
  readonly number: number;
  readonly isCurrent: boolean;
  /** Bytes of the value in UTF-8. */
  readonly sizeBytes: number;
  /** Why it was written; often empty. */
  readonly note: string;
  /** Of the ciphertext: equal values have different ones. */
  readonly etag: string;
  readonly createdAt: string;
  readonly createdBy: { readonly id: string; readonly name: string };
}

/** Newest first. Nothing is decrypted. */
export const listVersions = operation({
  name: 'version.list',
  input: z.strictObject({ ...secretId, limit: page.limit, after: page.after }),
  async run(work, { limit, after, ...which }) {
    const secret = await findLive(work, which);
    const of = eq(secretVersions.secretId, secret.id);
    let below: number | undefined;
    if (after !== undefined) {
      const [cursor] = await work.database.query
        .select({ number: secretVersions.number })
        .from(secretVersions)
        .where(and(eq(secretVersions.id, after), of));
      if (!cursor)
        throw new VaultError(
          'invalid_cursor',
          'This cursor is not one of this list. Start again without it.',
        );
      below = cursor.number;
    }
    const rows = await work.database.query
      .select()
      .from(secretVersions)
      .where(and(of, below === undefined ? undefined : lt(secretVersions.number, below)))
      .orderBy(desc(secretVersions.number))
      .limit(limit + 1);
    const items = rows.slice(0, limit).map(
      (row): SecretVersion => ({
        id: row.id,
        number: row.number,
        isCurrent: row.id === secret.versionId,
        sizeBytes: row.sizeBytes,
        note: row.note,
        etag: createHash('sha256').update(row.envelope).digest('hex').slice(0, 32),
        createdAt: row.createdAt,
        createdBy: { id: row.createdById, name: row.createdByName },
      }),
    );
    const result: Page<SecretVersion> = {
      items,
      after: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      before: after === undefined ? null : (items[0]?.id ?? null),
    };
    return { result, events: [{ type: 'vault.versions.listed', ...about(secret) }] };
  },
});

export interface RevealedVersion {
  readonly versionId: string;
  readonly value: string;
}

/** Shows the value of one version of a live secret, an older one too. Wants a reason and an approval as `readSecret` does. */
export const readVersion = operation({
  name: 'version.read',
  input: z.strictObject({
    ...secretId,
    versionId: anyId,
    purpose: z.enum(['read', 'reveal', 'copy']).default('read'),
    reason: reason.optional(),
  }),
  async run(work, { versionId, purpose, reason: why, ...which }) {
    const secret = await findLive(work, which);
    const told = { purpose, reason: why };
    return openVersion(work, secret, versionId, told, (value): RevealedVersion => ({ versionId, value }));
  },
});

export interface RestoredVersion extends SecretMetadata {
  /** False if the value was the current one already: there is no new version then. */
  readonly changed: boolean;
}

/**
 * Makes an old value the current one again: as a new version with a new key, so that nothing of the history is lost.
 * The value is shown to nobody. `versionCheck` as for an update.
 */
export const restoreVersion = operation({
  name: 'version.restore',
  input: z.strictObject({ ...secretId, versionId: anyId, versionCheck: anyId }),
  async run(work, { versionId, versionCheck, ...which }): Promise<Outcome<RestoredVersion>> {
    const secret = await findLive(work, which);
    checkVersion(secret, versionCheck);
    const old = await resealVersion(work, secret, versionId);
    if (!old) {
      // That two versions are equal is all that was learnt, and is recorded as what it is: a detail.
      const result = { ...toMetadata(secret), changed: false };
      return { result, events: [{ type: 'vault.metadata.read', ...about(secret) }] };
    }
    const { fromNumber, valueSince, sizeBytes, seal } = old;
    const note = `Rolled back to version ${fromNumber}`;
    const outcome = await newVersion(work, secret, {
      seal,
      sizeBytes,
      note,
      fromVersion: fromNumber,
      valueSince,
    });
    return { ...outcome, result: { ...outcome.result, changed: true } };
  },
});
