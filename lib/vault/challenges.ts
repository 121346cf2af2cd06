import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { hashToken, newToken } from '../crypto/tokens';
import { expectThat, type Write } from '../db/client';
import { storageFailure } from '../db/errors';
import { challenges } from '../db/schema';
import type { Work } from './operation';

/** What a browser is asked to sign. An answer to one is no answer to another. */
export type ChallengePurpose =
  | 'passkey.add'
  | 'passkey.choose'
  | 'passkey.join'
  | 'passkey.sign_in'
  | 'passkey.prove';

export const CHALLENGE_MS = 5 * 60 * 1000;

/** 32 random bytes in base64url, bound to a purpose and to who is asked; null: whoever it turns out to be. Only a MAC is stored. */
export function newChallenge(
  { database, serviceKey, at, now }: Work,
  purpose: ChallengePurpose,
  userId: string | null,
): { readonly challenge: string; readonly writes: readonly Write[] } {
  const challenge = newToken();
  const row = {
    hash: hashToken(serviceKey, challenge),
    purpose,
    userId,
    data: {},
    createdAt: at,
    expiresAt: new Date(now.getTime() + CHALLENGE_MS).toISOString(),
  };
  return {
    challenge,
    writes: [
      database.query.delete(challenges).where(lte(challenges.expiresAt, at)),
      database.query.insert(challenges).values(row),
    ],
  };
}

/**
 * Uses a challenge up, before anything is made of its answer: a wrong answer ends it too, and of two that come at once
 * one is late. False for one that is unknown, used, too old, or was given for something else or to somebody else.
 */
export async function takeChallenge(
  { database, serviceKey, at }: Work,
  purpose: ChallengePurpose,
  userId: string | null,
  given: string,
): Promise<boolean> {
  const here = and(
    eq(challenges.hash, hashToken(serviceKey, given)),
    eq(challenges.purpose, purpose),
    userId === null ? isNull(challenges.userId) : eq(challenges.userId, userId),
    gt(challenges.expiresAt, at),
  );
  try {
    await database.commit([
      expectThat(database, sql`exists (select 1 from ${challenges} where ${here})`),
      database.query.delete(challenges).where(here),
    ]);
    return true;
  } catch (error) {
    if (storageFailure(error) === 'precondition') return false;
    throw error;
  }
}
