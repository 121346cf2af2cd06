import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

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

export function newRequestId(): string {
  return `req_${ulid()}`;
}
