import { createHmac, randomBytes } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { encodeFields } from '../crypto/bytes';
import { expectThat, type Write } from '../db/client';
import { recoveryCodes } from '../db/schema';
import type { Work } from './operation';

/** Crockford's alphabet: no letter that is taken for a digit or for another letter. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODES = 10;
/** 5 bits each: 80 bits. */
const CHARS = 16;

/** For somebody who lost the authenticator. Shown once; only their MACs are stored. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const chars = [...randomBytes(CHARS)].map((byte) => ALPHABET[byte % 32]).join('');
    return (chars.match(/.{4}/g) ?? []).join('-');
  });
}

/** Whatever codes there were before end with this. */
export function recoveryCodeWrites(work: Work, userId: string, codes: readonly string[]): Write[] {
  const { database, at } = work;
  const rows = codes.map((code) => ({ codeHash: hashOf(work, userId, code), userId, createdAt: at }));
  return [removeRecoveryCodes(work, userId), database.query.insert(recoveryCodes).values(rows)];
}

export const removeRecoveryCodes = ({ database }: Work, userId: string): Write =>
  database.query.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));

/** What uses it up, or null if this person has no such code any more. */
export async function useRecoveryCode(work: Work, userId: string, given: string): Promise<Write[] | null> {
  const { database, at } = work;
  const codeHash = hashOf(work, userId, given);
  const unused = and(eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt));
  const [row] = await database.query
    .select({ userId: recoveryCodes.userId })
    .from(recoveryCodes)
    .where(unused);
  if (row?.userId !== userId) return null;
  return [
    expectThat(database, sql`exists (select 1 from ${recoveryCodes} where ${unused})`),
    database.query.update(recoveryCodes).set({ usedAt: at }).where(unused),
  ];
}

/** How many are left. */
export async function recoveryCodesLeft(
  { database }: Pick<Work, 'database'>,
  userId: string,
): Promise<number> {
  const rows = await database.query
    .select({ createdAt: recoveryCodes.createdAt })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return rows.length;
}

/** A MAC of the code as it was meant: without spaces and hyphens, in either case, with o for 0 and l for 1. */
function hashOf({ serviceKey }: Pick<Work, 'serviceKey'>, userId: string, given: string): Buffer {
  const code = given
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return createHmac('sha256', serviceKey)
    .update(encodeFields('strongroom/recovery-code/1', userId, code))
    .digest();
}
