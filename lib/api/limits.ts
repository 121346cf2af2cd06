import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isVaultError } from '@/lib/vault';
import { Fault } from './errors';

const MINUTE_SECONDS = 60;
const FAILURES_PER_MINUTE = 60;
const MOST_KNOWN_KEYS = 10_000;

/** What one API key has left, in the words of draft-polli-ratelimit-headers-05. */
export type RateHeaders = Record<'RateLimit-Limit' | 'RateLimit-Remaining' | 'RateLimit-Reset', string>;

/** Tells how often a key may ask that is good; null: as often as any. */
export type AskLimit = () => Promise<number | null>;

/**
 * Limits how often one API key may ask, and how often one address may fail to prove who it is.
 * Of tokens only hashes are held.
 */
export class Limits {
  /** Only counts: each key has a limit of its own. */
  readonly #keys = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: MINUTE_SECONDS });
  readonly #failures = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: MINUTE_SECONDS });
  /**
   * Keys that were good before, each with the address that it came from, and how often it may ask: that never changes.
   * Behind a reverse proxy everybody has one address: a program with an old key must not lock the others out. The vault
   * still looks each of them up.
   */
  readonly #known = new Map<string, number>();
  /** Of an address, when all that it is being asked about now is answered. */
  readonly #answers = new Map<string, Promise<void>>();

  /** `requestsPerMinute`: of a key without a limit of its own. */
  constructor(readonly requestsPerMinute: number) {}

  /**
   * Has the vault asked who it is, with `ask`, unless the key was good before. Throws a Fault (429) for an address that
   * failed too often. A failure is counted beforehand and taken back if it was none, so those who come at once fail no
   * more often than those who come one by one. Who comes while all failures are taken waits for the answers.
   * @returns how many requests a minute the key has.
   */
  async admit(address: string, token: string | null, ask: AskLimit): Promise<number> {
    const who = pair(address, token);
    for (;;) {
      const known = this.#known.get(who);
      if (known !== undefined) return known;
      const state = await outcome(this.#failures.consume(address));
      if (state.consumedPoints <= FAILURES_PER_MINUTE) {
        const answer = this.#ask(address, who, ask);
        this.#wait(address, answer);
        return answer;
      }
      await this.#failures.reward(address);
      const answers = this.#answers.get(address);
      if (!answers) throw tooMany(state);
      await answers;
    }
  }

  async #ask(address: string, who: string, ask: AskLimit): Promise<number> {
    let failed = false;
    try {
      const limit = (await ask()) ?? this.requestsPerMinute;
      this.#remember(who, limit);
      return limit;
    } catch (error) {
      failed = provesNothing(error);
      throw error;
    } finally {
      if (!failed) await this.#failures.reward(address);
    }
  }

  #wait(address: string, answer: Promise<unknown>): void {
    const answers = Promise.allSettled([this.#answers.get(address), answer]).then(() => {
      if (this.#answers.get(address) === answers) this.#answers.delete(address);
    });
    this.#answers.set(address, answers);
  }

  /** Counts a request. Throws a Fault (429) beyond the key's limit; `onCount` gets the headers in both cases. */
  async count(token: string, limit: number, onCount: (headers: RateHeaders) => void): Promise<void> {
    const state = await outcome(this.#keys.consume(hash(token)));
    onCount({
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(Math.max(0, limit - state.consumedPoints)),
      'RateLimit-Reset': String(seconds(state)),
    });
    if (state.consumedPoints > limit) throw tooMany(state);
  }

  /** A key that was good is so no more. */
  async failed(address: string, token: string): Promise<void> {
    this.#known.delete(pair(address, token));
    await outcome(this.#failures.consume(address));
  }

  #remember(who: string, limit: number): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MOST_KNOWN_KEYS) this.#known.delete(oldest);
    this.#known.set(who, limit);
  }
}

/** Whether whoever asked is no key here: not one that works, or not from where it is taken. */
export const provesNothing = (error: unknown): boolean =>
  isVaultError(error) && (error.code === 'unauthenticated' || error.code === 'address_not_allowed');

/** Where the points are, also when they do not suffice. */
async function outcome(consumed: Promise<RateLimiterRes>): Promise<RateLimiterRes> {
  const state = await consumed.catch((refused: unknown) => refused);
  if (state instanceof RateLimiterRes) return state;
  throw state;
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url');

/** A stolen key from elsewhere is not the one that was good. Neither of the two can hold a line break. */
const pair = (address: string, token: string | null) => hash(`${address}\n${token ?? ''}`);

const seconds = (state: RateLimiterRes) => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

const tooMany = (state: RateLimiterRes) =>
  new Fault(429, 'too_many_requests', 'Too many requests. Wait, then try again.', [], seconds(state));
