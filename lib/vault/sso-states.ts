import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { and, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { encodeFields } from '../crypto/bytes';
import { hashToken, newToken } from '../crypto/tokens';
import type { Write } from '../db/client';
import { challenges } from '../db/schema';
import type { VaultContext } from './context';
import type { Work } from './operation';
import { refused } from './sso-refusals';

/**
 * A sign-in that is on its way to an identity provider and back. Its state is a random token of which only a hash is
 * stored. It is asked for, answered and used once each, within ten minutes, in the browser that began it.
 * The nonce and the PKCE verifier are MACs of the state: nobody has to keep them, and no row gives them away.
 */
const LIFETIME_MS = 10 * 60 * 1000;

const PURPOSES = { asked: 'sso asked', answered: 'sso answered' } as const;

const data = z.object({
  providerId: z.string(),
  /** The hash of the token that the browser keeps meanwhile. */
  browser: z.string(),
  /** A path of this site, where somebody wanted to go. */
  next: z.string(),
});

export interface SsoState extends z.output<typeof data> {
  readonly hash: Uint8Array;
  /** Who is linking an identity to their account; null: it is a sign-in. */
  readonly userId: string | null;
}

type Keyed = Pick<VaultContext, 'serviceKey'>;

/** A new state, and the write that keeps it. */
export function askWrites(
  { database, serviceKey, now, at }: Work,
  asked: {
    readonly providerId: string;
    readonly browser: string;
    readonly next: string;
    userId: string | null;
  },
): { readonly state: string; readonly writes: readonly Write[] } {
  const state = newToken();
  const { userId, browser, ...rest } = asked;
  const row = {
    hash: hashToken(serviceKey, state),
    purpose: PURPOSES.asked,
    userId,
    data: { ...rest, browser: Buffer.from(hashToken(serviceKey, browser)).toString('hex') },
    createdAt: at,
    expiresAt: new Date(now.getTime() + LIFETIME_MS).toISOString(),
  };
  return {
    state,
    writes: [
      database.query.delete(challenges).where(lte(challenges.expiresAt, at)),
      database.query.insert(challenges).values(row),
    ],
  };
}

/** Throws `sso_refused` for a state that is unknown, used or too old; the three look the same. */
export async function findState(
  { database, serviceKey, at }: Work,
  step: keyof typeof PURPOSES,
  state: string,
): Promise<SsoState> {
  const [row] = await database.query
    .select()
    .from(challenges)
    .where(
      and(
        eq(challenges.hash, hashToken(serviceKey, state)),
        eq(challenges.purpose, PURPOSES[step]),
        gt(challenges.expiresAt, at),
      ),
    );
  if (!row) throw refused('not_begun');
  return { ...data.parse(row.data), hash: row.hash, userId: row.userId };
}

/** Throws `sso_refused` in a browser other than the one that began. */
export function refuseOtherBrowser({ serviceKey }: Keyed, state: SsoState, browser: string): void {
  const given = Buffer.from(hashToken(serviceKey, browser));
  if (!timingSafeEqual(given, Buffer.from(state.browser, 'hex'))) throw refused('not_begun');
}

/** From asked to answered. */
export const answerWrite = ({ database }: Pick<Work, 'database'>, { hash }: SsoState): Write =>
  database.query.update(challenges).set({ purpose: PURPOSES.answered }).where(eq(challenges.hash, hash));

export const forgetState = ({ database }: Pick<Work, 'database'>, { hash }: SsoState): Write =>
  database.query.delete(challenges).where(eq(challenges.hash, hash));

/** A condition for `expectThat`: nobody was faster. */
export const stateIsAt = (step: keyof typeof PURPOSES, { hash }: SsoState): SQL =>
  sql`exists (select 1 from ${challenges} where ${eq(challenges.hash, hash)} and ${challenges.purpose} = ${PURPOSES[step]})`;

const derived = ({ serviceKey }: Keyed, what: string, ...of: string[]): Buffer =>
  createHmac('sha256', serviceKey)
    .update(encodeFields('strongroom/sso/1', what, ...of))
    .digest();

export const nonceOf = (keyed: Keyed, state: string): string =>
  derived(keyed, 'nonce', state).toString('base64url');

/** RFC 7636: 43 characters. */
export const verifierOf = (keyed: Keyed, state: string): string =>
  derived(keyed, 'verifier', state).toString('base64url');

export const codeChallengeOf = (keyed: Keyed, state: string): string =>
  createHash('sha256').update(verifierOf(keyed, state)).digest('base64url');

/**
 * What makes claims believed: a MAC over them and over the one state that they answer. Only code that holds the vault
 * makes it (`Vault.vouch`), and only lib/sso does, once it has checked what the provider sent. So nothing that comes in
 * with a request passes for claims, whatever page or route should hand it on to the vault.
 */
export const voucherOf = (keyed: Keyed, state: string, claims: string): string =>
  derived(keyed, 'voucher', state, claims).toString('base64url');

export function isVouchedFor(keyed: Keyed, state: string, claims: string, voucher: string): boolean {
  const [right, given] = [Buffer.from(voucherOf(keyed, state, claims)), Buffer.from(voucher)];
  return right.length === given.length && timingSafeEqual(right, given);
}
