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
   * Keys that were good before, with how often they may ask: that never changes. Behind a reverse proxy everybody has
   * one address: a program with an old key must not lock the others out. The vault still looks each of them up.
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
   */
  async admit(address: string, token: string | null, ask: AskLimit): Promise<void> {
    while (!this.#isKnown(token)) {
      const state = await outcome(this.#failures.consume(address));
      if (state.consumedPoints <= FAILURES_PER_MINUTE) {
        const answer = this.#ask(address, token, ask);
        this.#wait(address, answer);
        return answer;
      }
      await this.#failures.reward(address);
      const answers = this.#answers.get(address);
      if (!answers) throw tooMany(state);
      await answers;
    }
  }

  async #ask(address: string, token: string | null, ask: AskLimit): Promise<void> {
    let failed = false;
    try {
      const limit = await ask();
      if (token !== null) this.#remember(hash(token), limit ?? this.requestsPerMinute);
    } catch (error) {
      failed = provesNothing(error);
      throw error;
    } finally {
      if (!failed) await this.#failures.reward(address);
    }
  }

  #wait(address: string, answer: Promise<void>): void {
    const answers = Promise.allSettled([this.#answers.get(address), answer]).then(() => {
      if (this.#answers.get(address) === answers) this.#answers.delete(address);
    });
    this.#answers.set(address, answers);
  }

  /** Counts a request of an admitted key. Throws a Fault (429) beyond its limit; `onCount` gets the headers in both cases. */
  async count(token: string, onCount: (headers: RateHeaders) => void): Promise<void> {
    const key = hash(token);
    const limit = this.#known.get(key) ?? this.requestsPerMinute;
    const state = await outcome(this.#keys.consume(key));
    onCount({
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(Math.max(0, limit - state.consumedPoints)),
      'RateLimit-Reset': String(seconds(state)),
    });
    if (state.consumedPoints > limit) throw tooMany(state);
  }

  /** A key that was good is so no more. */
  async failed(address: string, token: string): Promise<void> {
    this.#known.delete(hash(token));
    await outcome(this.#failures.consume(address));
  }

  #isKnown(token: string | null): boolean {
    return token !== null && this.#known.has(hash(token));
  }

  #remember(key: string, limit: number): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MOST_KNOWN_KEYS) this.#known.delete(oldest);
    this.#known.set(key, limit);
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

const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

const seconds = (state: RateLimiterRes) => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

const tooMany = (state: RateLimiterRes) =>
  new Fault(429, 'too_many_requests', 'Too many requests. Wait, then try again.', [], seconds(state));
