import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { environments, totps, users } from '../db/schema';
import { invalid, notFound, VaultError } from './errors';
import { emailAddress } from './inputs';
import { operation, type Work } from './operation';
import { newRecoveryCodes, recoveryCodeWrites, removeRecoveryCodes } from './recovery-codes';
import { openFor, sealFor } from './sealed-rows';
import { useStep } from './second-factors';
import { newTotpSecret, stepOfCode, totpLink } from './totp-codes';

/** What an authenticator app is given, once. */
export interface NewTotp {
  /** For a QR code. */
  readonly link: string;
  /** The same secret to type in, in base32. */
  readonly typed: string;
}

/** Shown once. Whatever codes there were before work no longer. */
export interface NewRecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

/** A secret for an app. It counts for nothing until `confirmTotp` has had a code of it; to start again replaces it. */
export const startTotp = operation({
  name: 'totp.change',
  input: z.strictObject({}),
  async run(work) {
    const { database, at, environmentId } = work;
    const user = await ownUser(work);
    const [environment] = await database.query
      .select({ name: environments.name })
      .from(environments)
      .where(eq(environments.id, environmentId));
    const secret = newTotpSecret();
    const row = { sealedSecret: sealFor(work, 'totp', user.id, secret), lastStep: 0, createdAt: at };
    const result: NewTotp = totpLink(secret, `Strongroom ${environment?.name ?? ''}`.trim(), user.email);
    return {
      result,
      writes: [
        expectThat(
          database,
          sql`not exists (select 1 from ${totps} where ${and(eq(totps.userId, user.id), isNotNull(totps.confirmedAt))})`,
        ),
        database.query
          .insert(totps)
          .values({ ...row, userId: user.id })
          .onConflictDoUpdate({ target: totps.userId, set: row }),
      ],
      events: { unrecorded: 'nothing has changed before the first right code' },
      conflict: () => Promise.resolve(alreadyThere()),
    };
  },
});

/** The first right code: from now on a sign-in with the password asks for one. */
export const confirmTotp = operation({
  name: 'totp.change',
  input: z.strictObject({ code: z.string('Give a code.').max(64) }),
  async run(work, { code }) {
    const { database, at } = work;
    const user = await ownUser(work);
    const [row] = await database.query.select().from(totps).where(eq(totps.userId, user.id));
    if (row?.confirmedAt) throw alreadyThere();
    const digits = code.normalize('NFKC').replaceAll(/[\s\p{Pd}]/gu, '');
    const step = row ? stepOfCode(openFor(work, 'totp', user.id, row.sealedSecret), digits, work.now) : null;
    if (step === null) {
      throw invalid(
        'code',
        'wrong',
        'This code is not right. See that the time of your device is right, then give the next code.',
      );
    }
    const recoveryCodes = newRecoveryCodes();
    const result: NewRecoveryCodes = { recoveryCodes };
    return {
      result,
      writes: [
        ...useStep(work, user.id, step),
        database.query
          .update(totps)
          .set({ confirmedAt: at })
          .where(and(eq(totps.userId, user.id), isNull(totps.confirmedAt))),
        ...recoveryCodeWrites(work, user.id, recoveryCodes),
      ],
      events: [
        { type: 'user.totp_added', organizationId: null, data: { user_id: user.id, user_name: user.name } },
        madeCodes(user),
      ],
    };
  },
});

/** From now on the password is enough. */
export const removeTotp = operation({
  name: 'totp.change',
  input: z.strictObject({}),
  async run(work) {
    const user = await ownUser(work);
    await requireTotp(work, user.id);
    return removed(work, user);
  },
});

export const makeRecoveryCodes = operation({
  name: 'totp.change',
  input: z.strictObject({}),
  async run(work) {
    const user = await ownUser(work);
    await requireTotp(work, user.id);
    const recoveryCodes = newRecoveryCodes();
    const result: NewRecoveryCodes = { recoveryCodes };
    return {
      result,
      writes: recoveryCodeWrites(work, user.id, recoveryCodes),
      events: [madeCodes(user)],
    };
  },
});

/** For somebody who lost the authenticator and the recovery codes too. The password stays. */
export const removeSecondFactor = operation({
  name: 'second_factor.remove',
  input: z.strictObject({ email: emailAddress }),
  async run(work, { email }) {
    const [user] = await work.database.query.select().from(users).where(eq(users.email, email));
    if (!user) throw notFound('user');
    await requireTotp(work, user.id);
    return removed(work, user);
  },
});

type Person = Pick<typeof users.$inferSelect, 'id' | 'name' | 'email'>;

/** Keys and the command line have no second factor. */
async function ownUser({ database, actor }: Work): Promise<Person> {
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  if (!user || actor.sessionId === null) throw notFound('session');
  return user;
}

async function requireTotp({ database }: Work, userId: string): Promise<void> {
  const [row] = await database.query
    .select({ confirmedAt: totps.confirmedAt })
    .from(totps)
    .where(eq(totps.userId, userId));
  if (!row?.confirmedAt) throw new VaultError('not_found', 'There is no authenticator app here.');
}

const removed = (work: Work, { id, name, email }: Person) =>
  ({
    result: { id, name, email },
    writes: [work.database.query.delete(totps).where(eq(totps.userId, id)), removeRecoveryCodes(work, id)],
    events: [{ type: 'user.totp_removed', organizationId: null, data: { user_id: id, user_name: name } }],
  }) as const;

const madeCodes = ({ id, name }: Person) =>
  ({
    type: 'user.recovery_codes_made',
    organizationId: null,
    data: { user_id: id, user_name: name },
  }) as const;

const alreadyThere = (): VaultError =>
  new VaultError(
    'invalid_input',
    'You have an authenticator app already. Remove it first, then add another.',
  );
