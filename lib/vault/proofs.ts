import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Write } from '../db/client';
import { sessions, users } from '../db/schema';
import { notFound, VaultError } from './errors';
import { type EventDraft, eventWrite } from './event-rows';
import { operation, type Work } from './operation';
import { askForOne, assertion, passkeyRefused, passkeysOf, provePasskey } from './passkey-rows';
import { proveOwnPassword } from './password-proof';
import { hasSecondFactor, verifyCode } from './second-factors';

/** How somebody can prove who they are. None of them: they sign in anew, wherever they do. */
export interface ProofWays {
  readonly password: boolean;
  /** With the password, where there is one. */
  readonly code: boolean;
  readonly passkey: boolean;
}

/** What to ask for, before what is dear is done. */
export const describeProof = operation({
  name: 'session.prove',
  input: z.strictObject({}),
  async run(work): Promise<{ result: ProofWays; events: { unrecorded: string } }> {
    const { passwordHash } = await personOf(work);
    const result = {
      password: passwordHash !== null,
      code: await hasSecondFactor(work, work.actor.id),
      passkey: (await passkeysOf(work, work.actor.id)).length > 0,
    };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});

/** What the browser is to sign with one of this person's passkeys. */
export const beginPasskeyProof = operation({
  name: 'session.prove',
  input: z.strictObject({}),
  async run(work) {
    const { id } = await personOf(work);
    const { options, writes } = await askForOne(work, 'passkey.prove', id, await passkeysOf(work, id));
    return { result: { options }, writes, events: { unrecorded: 'nothing was proven yet' } };
  },
});

/**
 * Whoever holds the session proves again who they are: with a passkey, or with the password, and with a code beside it
 * where the account has a second factor. A wrong proof leaves an event, and the session as it was.
 */
export const proveSession = operation({
  name: 'session.prove',
  input: z.strictObject({
    password: z.string().max(1024).default(''),
    /** Of the authenticator, or a recovery code. */
    code: z.string().max(64).default(''),
    passkey: assertion.optional(),
  }),
  async run(work, given) {
    const { id, passwordHash } = await personOf(work);
    const { method, writes, events } = given.passkey
      ? await byPasskey(work, given.passkey)
      : await byPassword(work, passwordHash !== null, given);
    const { database, actor, at } = work;
    return {
      result: { provenAt: at },
      writes: [
        ...writes,
        database.query
          .update(sessions)
          .set({ provenAt: at })
          .where(and(eq(sessions.id, actor.sessionId as string), isNull(sessions.revokedAt))),
      ],
      events: [
        {
          type: 'session.proven',
          organizationId: null,
          data: { user_id: id, session_id: actor.sessionId, method },
        },
        ...events,
      ],
      conflict: () => Promise.resolve(tooLate()),
    };
  },
});

interface Proof {
  readonly method: 'passkey' | 'password' | 'code';
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
}

async function byPasskey(work: Work, given: z.output<typeof assertion>): Promise<Proof> {
  const proof = await provePasskey(work, 'passkey.prove', work.actor.id, given);
  if (proof.right) return { method: 'passkey', writes: proof.writes, events: [] };
  await recordWrong(work, 'passkey');
  throw passkeyRefused();
}

async function byPassword(
  work: Work,
  hasPassword: boolean,
  { password, code }: { readonly password: string; readonly code: string },
): Promise<Proof> {
  const hasCode = await hasSecondFactor(work, work.actor.id);
  const missing = [
    ...(hasPassword && password === '' ? [wrong('password', 'Give your password.')] : []),
    ...(hasCode && code.trim() === ''
      ? [wrong('code', 'Give the code that your authenticator app shows now.')]
      : []),
  ];
  if (missing.length > 0) throw refused(missing);
  if (!hasPassword && !hasCode) throw passkeyRefused();
  const writes: Write[] = [];
  const events: EventDraft[] = [];
  if (hasPassword) {
    const proof = await proveOwnPassword(work, password);
    if (!proof.right) {
      await recordWrong(work, 'password');
      throw refused([wrong('password', 'This password is not right.')]);
    }
    writes.push(...proof.writes);
  }
  if (hasCode) {
    const right = await verifyCode(work, work.actor.id, code);
    if (!right) {
      await recordWrong(work, 'code');
      throw refused([
        wrong('code', 'This code is not right, or was used already. Wait for the next one, then try again.'),
      ]);
    }
    writes.push(...right.writes);
    events.push(...right.events);
  }
  return { method: hasPassword ? 'password' : 'code', writes, events };
}

/** An API key and the command line have no session, and prove nothing. */
async function personOf({ database, actor }: Work): Promise<typeof users.$inferSelect> {
  if (actor.sessionId === null) throw notFound('session');
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  if (!user) throw notFound('session');
  return user;
}

function recordWrong(work: Work, method: Proof['method']): Promise<void> {
  const { id, sessionId } = work.actor;
  const data = { user_id: id, session_id: sessionId, what: method, proof: true };
  return work.database.commit([eventWrite(work, { type: 'session.refused', organizationId: null, data })]);
}

const wrong = (field: string, message: string) => ({ field, code: 'wrong', message });

const refused = (fields: readonly ReturnType<typeof wrong>[]): VaultError =>
  new VaultError('invalid_credentials', fields[0]?.message ?? '', { fields });

const tooLate = (): VaultError =>
  new VaultError(
    'invalid_credentials',
    'This was used a moment ago. Wait for the next code, then try again.',
  );
