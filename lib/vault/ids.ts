import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Prefixed ULIDs: a reader knows what an id names, and ids made later sort later. */
export type IdPrefix =
  | 'secret'
  | 'org'
  | 'org_domain'
  | 'version'
  | 'kek'
  | 'key'
  | 'datakey'
  | 'event'
  | 'user'
  | 'grant'
  | 'session'
  | 'invitation'
  | 'passkey'
  | 'approval'
  | 'departure'
  | 'provider'
  | 'identity'
  | 'environment'
  | 'req';

const pool = new Uint8Array(8192);
let next = pool.length;

/** ulid asks for 16 random numbers an id; one call to the system brings enough for 512 of them. */
function random(): number {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  return (pool[next++] as number) / 256;
}

const ulid = monotonicFactory(random);

export function newId(prefix: IdPrefix, now: Date): string {
  return `${prefix}_${ulid(now.getTime())}`;
}

/** For one request, from whichever side it comes: the trail and the logs tell it by this. */
export const newRequestId = (): string => newId('req', new Date());
