import { getParser } from 'bowser';
import { and, isNull, type SQL } from 'drizzle-orm';
import { hashToken, newToken } from '../crypto/tokens';
import type { Write } from '../db/client';
import { sessions } from '../db/schema';
import type { EventDraft } from './event-rows';
import { newId } from './ids';
import type { Work } from './operation';

/** A session ends this long after the sign-in, used or not. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

export type SessionMethod = (typeof sessions.$inferSelect)['method'];

export interface NewSession {
  readonly userId: string;
  readonly name: string;
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  readonly expiresAt: string;
}

/** What every sign-in ends with, however it began: the session's row, its event, and the token for the cookie. */
export function startSession(
  work: Work,
  user: { readonly id: string; readonly name: string },
  how: { readonly method: SessionMethod; readonly identityProviderId?: string },
): {
  readonly result: NewSession;
  readonly writes: readonly Write[];
  readonly events: readonly [EventDraft];
} {
  const { database, serviceKey, at, now, actor } = work;
  const token = newToken();
  const session = {
    id: newId('session', now),
    userId: user.id,
    createdAt: at,
    expiresAt: new Date(now.getTime() + SESSION_MS).toISOString(),
    method: how.method,
    identityProviderId: how.identityProviderId ?? null,
    provenAt: at,
    device: deviceOf(work.userAgent),
    address: actor.address,
    lastSeenAt: at,
  };
  return {
    result: { userId: user.id, name: user.name, token, expiresAt: session.expiresAt },
    writes: [database.query.insert(sessions).values({ ...session, tokenHash: hashToken(serviceKey, token) })],
    events: [
      {
        type: 'session.created',
        organizationId: null,
        by: { id: user.id, name: user.name },
        data: { user_id: user.id, user_name: user.name, session_id: session.id, method: how.method },
      },
    ],
  };
}

/** At once: all that are meant and have not ended yet. */
export const endSessions = (
  { database, at }: Pick<Work, 'database' | 'at'>,
  ...which: readonly [SQL, ...SQL[]]
): Write =>
  database.query
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(...which, isNull(sessions.revokedAt)));

const MOST_CHARS = 500;

/** "Firefox on Linux"; null for what says nothing that is known. */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const parser = getParser(userAgent.slice(0, MOST_CHARS));
  const named = [parser.getBrowserName(), parser.getOSName()].filter(Boolean);
  return named.length > 0 ? named.join(' on ').slice(0, 80) : null;
}
