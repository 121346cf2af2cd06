import { and, desc, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { identityProviders, sessions } from '../db/schema';
import { notFound } from './errors';
import { anyId } from './inputs';
import { operation, type Work } from './operation';
import { endSessions, type SessionMethod } from './session-rows';

/** Where somebody is signed in. */
export interface OwnSession {
  readonly id: string;
  /** The one that asks. */
  readonly isThis: boolean;
  readonly method: SessionMethod;
  /** The name of the identity provider that it began at, if at one. */
  readonly providerName: string | null;
  /** Such as "Firefox on Linux"; null if the browser did not say. */
  readonly device: string | null;
  /** From where it was last used. */
  readonly address: string | null;
  readonly createdAt: string;
  /** To the minute. */
  readonly lastSeenAt: string | null;
  readonly expiresAt: string;
}

/** Nobody has so many within twelve hours. */
const MOST_SESSIONS = 100;

/** Those that are still good. Whoever one organization vouches for sees those alone that began at its providers. */
function reachedBy({ database, actor, at }: Work): SQL | undefined {
  const ofItsProviders = database.query
    .select({ id: identityProviders.id })
    .from(identityProviders)
    .where(eq(identityProviders.organizationId, actor.vouchedFor ?? ''));
  return and(
    eq(sessions.userId, actor.id),
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, at),
    actor.vouchedFor ? inArray(sessions.identityProviderId, ofItsProviders) : undefined,
  );
}

/** The newest first. */
export const listSessions = operation({
  name: 'session.list',
  input: z.strictObject({}),
  async run(work) {
    const { database, actor } = work;
    const rows = await database.query
      .select({
        id: sessions.id,
        method: sessions.method,
        providerName: identityProviders.name,
        device: sessions.device,
        address: sessions.address,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .leftJoin(identityProviders, eq(identityProviders.id, sessions.identityProviderId))
      .where(reachedBy(work))
      .orderBy(desc(sessions.createdAt))
      .limit(MOST_SESSIONS);
    const items: OwnSession[] = rows.map((row) => ({ ...row, isThis: row.id === actor.sessionId }));
    return { result: { items }, events: { unrecorded: 'a look at oneself' } };
  },
});

/** Ends a session of one's own, at once: this one (sign out) if none is named, one by its id, or all but this one. */
export const revokeSession = operation({
  name: 'session.revoke',
  input: z.union([z.strictObject({ id: anyId.optional() }), z.strictObject({ others: z.literal(true) })]),
  async run(work, input) {
    const { database, actor } = work;
    const here = actor.sessionId;
    if (!here) throw notFound('session');
    const live = await database.query.select({ id: sessions.id }).from(sessions).where(reachedBy(work));
    const wanted =
      'others' in input
        ? live.filter(({ id }) => id !== here)
        : live.filter(({ id }) => id === (input.id ?? here));
    if (wanted.length === 0 && !('others' in input)) throw notFound('session');
    const ended = wanted.map(({ id }) => id);
    return {
      result: { ids: ended },
      writes: ended.map((id) => endSessions(work, eq(sessions.id, id))),
      events:
        ended.length === 0
          ? { unrecorded: 'there was no other' }
          : [{ type: 'session.revoked', organizationId: null, data: { session_ids: ended } }],
    };
  },
});
