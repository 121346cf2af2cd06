import { and, eq, isNotNull, lt, sql } from 'drizzle-orm';
import { expectThat, type Write } from '../db/client';
import { totps } from '../db/schema';
import { countCode, countRecoveryCode } from './attempts';
import type { EventDraft } from './event-rows';
import type { Work } from './operation';
import { useRecoveryCode } from './recovery-codes';
import { openFor } from './sealed-rows';
import { stepOfCode } from './totp-codes';

/** A code was right. What uses it up has to be stored with whatever it was given for. */
export interface RightCode {
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
}

/** Whether somebody signs in with a code beside the password. */
export async function hasSecondFactor(work: Work, userId: string): Promise<boolean> {
  return (await confirmedTotp(work, userId)) !== null;
}

/**
 * A code of a person's authenticator, or one of their recovery codes, with spaces and hyphens or without. Null if it is
 * wrong or was used. Throws `too_many_requests` after too many wrong ones. If the writes lose a race, the same code was
 * used at the same moment: another try finds that out.
 */
export async function verifyCode(work: Work, userId: string, given: string): Promise<RightCode | null> {
  const code = given.normalize('NFKC').replaceAll(/[\s\p{Pd}]/gu, '');
  return /^\d{0,8}$/.test(code) ? verifyTotp(work, userId, code) : verifyRecoveryCode(work, userId, code);
}

async function verifyTotp(work: Work, userId: string, code: string): Promise<RightCode | null> {
  const forgiven = await countCode(work, userId);
  const totp = await confirmedTotp(work, userId);
  const step = totp && stepOfCode(openFor(work, 'totp', userId, totp.sealedSecret), code, work.now);
  if (!totp || step === null || step <= totp.lastStep) return null;
  return { writes: [...forgiven, ...useStep(work, userId, step)], events: [] };
}

/** RFC 6238 section 5.2: a code is taken once. The condition is in the write, for two that come at once. */
export function useStep({ database }: Work, userId: string, step: number): Write[] {
  const unused = and(eq(totps.userId, userId), lt(totps.lastStep, step));
  return [
    expectThat(database, sql`exists (select 1 from ${totps} where ${unused})`),
    database.query.update(totps).set({ lastStep: step }).where(unused),
  ];
}

async function verifyRecoveryCode(work: Work, userId: string, code: string): Promise<RightCode | null> {
  const forgiven = await countRecoveryCode(work, userId);
  const used = await useRecoveryCode(work, userId, code);
  if (!used) return null;
  return {
    writes: [...forgiven, ...used],
    events: [{ type: 'user.recovery_code_used', organizationId: null, data: { user_id: userId } }],
  };
}

async function confirmedTotp({ database }: Work, userId: string): Promise<typeof totps.$inferSelect | null> {
  const [row] = await database.query
    .select()
    .from(totps)
    .where(and(eq(totps.userId, userId), isNotNull(totps.confirmedAt)));
  return row ?? null;
}
