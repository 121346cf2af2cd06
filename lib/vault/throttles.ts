import { createHmac } from 'node:crypto';
import { eq, inArray, lte, sql } from 'drizzle-orm';
import { encodeFields } from '../crypto/bytes';
import { expectThat, type Write } from '../db/client';
import { storageFailure } from '../db/errors';
import { throttles } from '../db/schema';
import { VaultError } from './errors';
import type { Work } from './operation';

/** What is counted, and how much of it is too much. The while begins with the first that is counted. */
export interface Counter {
  readonly what: string;
  readonly of: string;
  readonly most: number;
  readonly withinSeconds: number;
  /** A success forgives all that was counted here, and not only itself. */
  readonly clears?: true;
}

/**
 * Counts an attempt as a failure, in the database, before anything is tried: a crowd that comes at once is counted one
 * by one, and a restart forgives nothing. Gives the writes that take it back, for after a success.
 * Throws `too_many_requests` once one of the counters is full; then none of them counts, so that an address that is
 * blocked cannot go on locking accounts.
 */
export async function countAttempt(work: Work, counters: readonly Counter[]): Promise<Write[]> {
  const { database, at, now } = work;
  const writes = counters.flatMap((counter) => {
    const key = keyOf(work, counter);
    const expiresAt = new Date(now.getTime() + counter.withinSeconds * 1000).toISOString();
    return [
      database.query
        .insert(throttles)
        .values({ key, points: 1, expiresAt })
        .onConflictDoUpdate({ target: throttles.key, set: { points: sql`${throttles.points} + 1` } }),
      expectThat(
        database,
        sql`(select ${throttles.points} from ${throttles} where ${eq(throttles.key, key)}) <= ${counter.most}`,
      ),
    ];
  });
  try {
    await database.commit([database.query.delete(throttles).where(lte(throttles.expiresAt, at)), ...writes]);
  } catch (error) {
    if (storageFailure(error) === 'precondition') throw await tooMany(work, counters);
    throw error;
  }
  return counters.map((counter) => {
    const here = eq(throttles.key, keyOf(work, counter));
    if (counter.clears) return database.query.delete(throttles).where(here);
    return database.query
      .update(throttles)
      .set({ points: sql`max(${throttles.points} - 1, 0)` })
      .where(here);
  });
}

async function tooMany(work: Work, counters: readonly Counter[]): Promise<VaultError> {
  const { database, now } = work;
  const keys = counters.map((counter) => keyOf(work, counter));
  const rows = await database.query.select().from(throttles).where(inArray(throttles.key, keys));
  const full = counters.flatMap(({ most }, i) =>
    rows.filter(({ key, points }) => points >= most && Buffer.compare(key, keys[i] as Buffer) === 0),
  );
  const until = Math.max(now.getTime(), ...full.map(({ expiresAt }) => Date.parse(expiresAt)));
  return new VaultError('too_many_requests', 'Too many attempts. Wait a few minutes, then try again.', {
    retryAfterSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1000)),
  });
}

/** A MAC: whoever reads the rows learns neither who was guessed at nor from where. */
const keyOf = ({ serviceKey }: Pick<Work, 'serviceKey'>, { what, of }: Counter): Buffer =>
  createHmac('sha256', serviceKey)
    .update(encodeFields('strongroom/throttle/1', what, of))
    .digest();
