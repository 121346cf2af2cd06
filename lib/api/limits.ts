import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Fault } from './errors';

const MINUTE_SECONDS = 60;
const FAILURES_PER_MINUTE = 60;
const MOST_KNOWN_KEYS = 10_000;

/** What one API key has left, in the words of draft-polli-ratelimit-headers-05. */
export type RateHeaders = Record<'RateLimit-Limit' | 'RateLimit-Remaining' | 'RateLimit-Reset', string>;

/**
 * Limits how often one API key may ask, and how often one address may fail to prove who it is.
 * Of tokens only hashes are held.
 */
export class Limits {
  readonly #keys: RateLimiterMemory;
  readonly #failures = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: MINUTE_SECONDS });
  /**
   * Keys that were good before. Behind a reverse proxy everybody has one address: a program with an old key
   * must not lock the others out. The vault still looks each of them up.
   */
  readonly #known = new Set<string>();

  constructor(readonly requestsPerMinute: number) {
    this.#keys = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_SECONDS });
  }

  /** Throws a Fault (429) for an address that failed too often, unless it brings a key that was good before. */
  async admit(address: string, token: string | null): Promise<void> {
    if (token !== null && this.#known.has(hash(token))) return;
    const failures = await this.#failures.get(address);
    if (failures && failures.consumedPoints >= FAILURES_PER_MINUTE) throw tooMany(failures);
  }

  /** Counts a request. Throws a Fault (429) beyond the limit; `onCount` gets the headers in both cases. */
  async count(token: string, onCount: (headers: RateHeaders) => void): Promise<void> {
    const state = await this.#keys.consume(hash(token)).catch((refused: unknown) => refused);
    if (!(state instanceof RateLimiterRes)) throw state;
    onCount({
      'RateLimit-Limit': String(this.requestsPerMinute),
      'RateLimit-Remaining': String(Math.max(0, state.remainingPoints)),
      'RateLimit-Reset': String(seconds(state)),
    });
    if (state.consumedPoints > this.requestsPerMinute) throw tooMany(state);
  }

  async failed(address: string, token: string | null): Promise<void> {
    if (token !== null) this.#known.delete(hash(token));
    await this.#failures.consume(address).catch(() => {});
  }

  succeeded(token: string): void {
    const key = hash(token);
    if (this.#known.has(key)) return;
    const [oldest] = this.#known;
    if (oldest !== undefined && this.#known.size >= MOST_KNOWN_KEYS) this.#known.delete(oldest);
    this.#known.add(key);
  }
}

const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

const seconds = (state: RateLimiterRes) => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

const tooMany = (state: RateLimiterRes) =>
  new Fault(429, 'too_many_requests', 'Too many requests. Wait, then try again.', [], seconds(state));
