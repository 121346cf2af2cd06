import { createHmac } from 'node:crypto';
import { and, eq, gt, lte } from 'drizzle-orm';
import { asBuffer } from '../crypto/bytes';
import type { Write } from '../db/client';
import { idempotentResults } from '../db/schema';
import { VaultError } from './errors';
import type { Work } from './operation';
import type { OperationName } from './policy';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** One request as its sender names it. */
interface Repeat {
  readonly key: string;
  readonly name: OperationName;
  readonly input: unknown;
}

/** The first answer to the same request, if there was one within 24 hours. Throws `idempotency_mismatch` if the key was for another. */
export async function findEarlierResult(work: Work, repeat: Repeat): Promise<{ result: unknown } | null> {
  const [row] = await work.database.query
    .select({ fingerprint: idempotentResults.fingerprint, result: idempotentResults.result })
    .from(idempotentResults)
    .where(
      and(
        eq(idempotentResults.actorId, work.actor.id),
        eq(idempotentResults.key, repeat.key),
        gt(idempotentResults.createdAt, oldest(work)),
      ),
    );
  if (!row) return null;
  if (!asBuffer(row.fingerprint).equals(fingerprint(work, repeat))) {
    throw new VaultError(
      'idempotency_mismatch',
      'This Idempotency-Key was used for another request. Use a new key for a new request.',
    );
  }
  return { result: row.result };
}

/** Joins the batch of the operation itself, so that an effect and its answer are stored together or not at all. */
export function resultWrites(work: Work, repeat: Repeat, kept: unknown): Write[] {
  return [
    work.database.query.delete(idempotentResults).where(lte(idempotentResults.createdAt, oldest(work))),
    work.database.query.insert(idempotentResults).values({
      actorId: work.actor.id,
      key: repeat.key,
      fingerprint: fingerprint(work, repeat),
      result: kept,
      createdAt: work.at,
    }),
  ];
}

const oldest = (work: Work) => new Date(work.now.getTime() - KEPT_MS).toISOString();

/** A MAC under the service key, because a plain hash of an input would let a thief guess the value in it. */
function fingerprint({ serviceKey }: Work, { name, input }: Repeat): Buffer {
  return createHmac('sha256', serviceKey)
    .update(`strongroom/idempotency/1\n${name}\n${JSON.stringify(input)}`)
    .digest();
}
