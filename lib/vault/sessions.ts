import { and, eq, isNull } from 'drizzle-orm';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { hashToken, newToken } from '../crypto/tokens';
import { environments, sessions, users } from '../db/schema';
import { notFound, VaultError } from './errors';
import { eventWrite } from './event-rows';
import { newId } from './ids';
import { emailAddress } from './inputs';
import { operation } from './operation';
import { passwordMatches } from './passwords';
import { authorizedTo, type Grant, type OperationName, POLICY } from './policy';

/** A session ends this long after the sign-in, used or not. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

const WINDOW_SECONDS = 10 * 60;
/** Failures in ten minutes. Kept in memory: a restart forgives. */
const LIMITERS = {
  /** All that come from one address, which may be a proxy's. */
  address: new RateLimiterMemory({ points: 100, duration: WINDOW_SECONDS }),
  /** One account from one address: whoever guesses does not lock out its owner, who sits elsewhere. */
  pair: new RateLimiterMemory({ points: 10, duration: WINDOW_SECONDS }),
  /** One account from everywhere: a guess from many addresses at once. */
  account: new RateLimiterMemory({ points: 200, duration: WINDOW_SECONDS }),
};

export interface NewSession {
  readonly userId: string;
  readonly name: string;
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  readonly expiresAt: string;
}

/** Sign in. An unknown account and a wrong password give the same answer after the same work. */
export const createSession = operation({
  name: 'session.create',
  input: z.strictObject({ email: emailAddress, password: z.string().max(1024) }),
  async run(work, { email, password }) {
    const { database, at, now } = work;
    const forgive = await countAttempt(email, work.actor.address ?? 'unknown');
    const [user] = await database.query.select().from(users).where(eq(users.email, email));
    if (!(await passwordMatches(user?.passwordHash ?? null, password)) || !user) {
      // Not the address that was typed: people type passwords into the wrong field.
      await database.commit([
        eventWrite(work, {
          type: 'session.refused',
          organizationId: null,
          data: user ? { user_id: user.id } : {},
        }),
      ]);
      throw new VaultError('invalid_credentials', 'The e-mail address or the password is not right.');
    }
    await forgive();
    const token = newToken();
    const expiresAt = new Date(now.getTime() + SESSION_MS).toISOString();
    const session = { id: newId('session', now), userId: user.id, createdAt: at, expiresAt, provenAt: at };
    const result: NewSession = { userId: user.id, name: user.name, token, expiresAt };
    return {
      result,
      writes: [
        database.query.insert(sessions).values({ ...session, tokenHash: hashToken(work.serviceKey, token) }),
      ],
      events: [
        {
          type: 'session.created',
          organizationId: null,
          data: { user_id: user.id, user_name: user.name, session_id: session.id },
        },
      ],
    };
  },
});

/** What a signed-in person is and may do: for names and navigation, never for a decision. */
export interface CurrentSession {
  readonly userId: string;
  readonly name: string;
  readonly environment: { readonly id: string; readonly name: string };
  readonly grants: readonly Grant[];
  /** What the person may do: in all of the environment, or by organization. */
  readonly may: Readonly<Record<string, 'all' | readonly string[]>>;
}

export const describeSession = operation({
  name: 'session.describe',
  input: z.strictObject({}),
  async run(work) {
    const { database, actor, environmentId } = work;
    const [environment] = await database.query
      .select({ id: environments.id, name: environments.name })
      .from(environments)
      .where(eq(environments.id, environmentId));
    if (!environment) throw notFound('session');
    const may: Record<string, 'all' | readonly string[]> = {};
    for (const name of Object.keys(POLICY) as OperationName[]) {
      const reach = authorizedTo(work.actor, name);
      if (reach) may[name] = reach.organizationIds;
    }
    const result: CurrentSession = {
      userId: actor.id,
      name: actor.name,
      environment,
      grants: actor.grants,
      may,
    };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});

/** Sign out. */
export const revokeSession = operation({
  name: 'session.revoke',
  input: z.strictObject({}),
  async run({ database, actor, at }) {
    const { sessionId } = actor;
    if (!sessionId) throw notFound('session');
    return {
      result: { id: sessionId },
      writes: [
        database.query
          .update(sessions)
          .set({ revokedAt: at })
          .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt))),
      ],
      events: [{ type: 'session.revoked', organizationId: null, data: { session_id: sessionId } }],
    };
  },
});

/**
 * Counts an attempt as a failure until it is forgiven. Throws `too_many_requests`; what is refused by one
 * limit does not count for the next, so that a blocked address cannot go on locking accounts.
 */
async function countAttempt(email: string, address: string): Promise<() => Promise<void>> {
  const counts = [
    [LIMITERS.address, address],
    [LIMITERS.pair, `${email} ${address}`],
    [LIMITERS.account, email],
  ] as const;
  for (const [limiter, key] of counts) {
    await limiter.consume(key).catch((refused: unknown) => {
      throw refused instanceof RateLimiterRes ? tooMany(refused) : refused;
    });
  }
  return async () => {
    for (const [limiter, key] of counts) await limiter.reward(key);
    await LIMITERS.pair.delete(`${email} ${address}`);
  };
}

const tooMany = ({ msBeforeNext }: RateLimiterRes) =>
  new VaultError('too_many_requests', 'Too many attempts to sign in. Wait a few minutes, then try again.', {
    retryAfterSeconds: Math.ceil(msBeforeNext / 1000),
  });
