import { eq } from 'drizzle-orm';
import type { Write } from '../db/client';
import { apiKeys, sessions } from '../db/schema';
import type { LoadedActor } from './actor';
import type { Work } from './operation';

/** A write for each request would be dear, and nobody asks for the second. */
const MINUTE_MS = 60_000;

/** When and from where a session or an API key was last used, kept to the minute. */
export function lastUseWrites({ database, at, now }: Work, actor: LoadedActor): Write[] {
  const { lastUsedAt, sessionId, bounds, id, address } = actor;
  if (lastUsedAt !== null && now.getTime() - Date.parse(lastUsedAt) < MINUTE_MS) return [];
  if (sessionId !== null) {
    const seen = { lastSeenAt: at, ...(address === null ? {} : { address }) };
    return [database.query.update(sessions).set(seen).where(eq(sessions.id, sessionId))];
  }
  if (bounds === null) return [];
  const used = { lastUsedAt: at, lastUsedAddress: address };
  return [database.query.update(apiKeys).set(used).where(eq(apiKeys.id, id))];
}
