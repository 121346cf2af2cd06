import { isIPv6 } from 'node:net';
import { and, eq, gt } from 'drizzle-orm';
import type { Write } from '../db/client';
import { sessions, users } from '../db/schema';
import type { Work } from './operation';
import { type Counter, countAttempt } from './throttles';

const TEN_MINUTES = 10 * 60;
const DAY = 24 * 60 * 60;
/** From where somebody has signed in within so many days, nobody else's guesses stand in the way. */
const KNOWN_FOR_DAYS = 90;

/** Where an attempt comes from. Of IPv6 the first 64 bits: a household or a server has all of the rest. */
export function placeOf(address: string | null): string {
  if (address === null) return 'unknown';
  if (!isIPv6(address) || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const [first, last] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = 8 - (first?.length ?? 0) - (last?.length ?? 0);
  const all = [...(first ?? []), ...Array<string>(Math.max(0, missing)).fill('0'), ...(last ?? [])];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** All that come from one address, which may be a proxy's. */
const ofAddress = (work: Work): Counter => ({
  what: 'address',
  of: placeOf(work.actor.address),
  most: 100,
  withinSeconds: TEN_MINUTES,
});

/** One account from one address: whoever guesses does not lock out its owner, who sits elsewhere. */
const ofPair = (work: Work, what: string, account: string, most: number): Counter => ({
  what: `${what} of an account from an address`,
  of: JSON.stringify([account, placeOf(work.actor.address)]),
  most,
  withinSeconds: TEN_MINUTES,
  clears: true,
});

/**
 * Of a password. One account is guessed at from everywhere 200 times; but whoever comes from where they have signed in
 * before is held up by guesses from there alone, so that no crowd of strangers locks anybody out.
 */
export async function countPassword(work: Work, email: string): Promise<Write[]> {
  const pair = ofPair(work, 'password', email, 10);
  if (await isKnownHere(work, email)) return countAttempt(work, [pair]);
  const account = { what: 'password of an account', of: email, most: 200, withinSeconds: TEN_MINUTES };
  return countAttempt(work, [ofAddress(work), pair, account]);
}

/**
 * Of an authenticator's code, by whoever has the password already. Three of a million are right at a time, so all
 * the guesses of a day have to be few, from wherever they come. Recovery codes go on working meanwhile.
 */
export function countCode(work: Work, userId: string): Promise<Write[]> {
  const account = {
    what: 'code of an account',
    of: userId,
    most: 60,
    withinSeconds: DAY,
    clears: true,
  } as const;
  return countAttempt(work, [ofPair(work, 'code', userId, 5), account]);
}

/** 80 random bits are not guessed: this only keeps the trail from being filled. */
export function countRecoveryCode(work: Work, userId: string): Promise<Write[]> {
  return countAttempt(work, [ofAddress(work), ofPair(work, 'recovery code', userId, 10)]);
}

/**
 * Of whoever asks to sign in with a passkey, or answers. A key is not guessed: this only keeps one address from filling
 * the challenges, and the trail. A page asks by itself as soon as it is open, so it is more than for what people type.
 */
export function countPasskey(work: Work, what: 'asked' | 'answered'): Promise<Write[]> {
  return countAttempt(work, [{ ...ofAddress(work), what: `passkeys ${what} for an address`, most: 300 }]);
}

/** Mails that somebody makes the vault send. None of them is forgiven. */
export async function countLinkRequest(work: Work, email: string): Promise<void> {
  const account = { what: 'link of an account', of: email, most: 5, withinSeconds: 60 * 60 };
  await countAttempt(work, [{ ...ofAddress(work), what: 'links for an address', most: 20 }, account]);
}

/** The same query whether or not there is such an account. An address is known with its neighbours: see `placeOf`. */
async function isKnownHere({ database, actor, now }: Work, email: string): Promise<boolean> {
  if (actor.address === null) return false;
  const since = new Date(now.getTime() - KNOWN_FOR_DAYS * DAY * 1000).toISOString();
  const rows = await database.query
    .select({ address: sessions.address })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(and(eq(users.email, email), gt(sessions.createdAt, since)));
  const here = placeOf(actor.address);
  return rows.some(({ address }) => address !== null && placeOf(address) === here);
}
