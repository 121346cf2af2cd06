import type { Caller } from '@/lib/vault';
import { Fault } from './errors';

/** The token of `Authorization: Bearer …`; null if there is none. Whether it is good, the vault decides. */
export function bearerToken(authorization: string | undefined): string | null {
  return authorization?.match(/^Bearer +(\S{1,512})$/i)?.[1] ?? null;
}

/** The caller with the idempotency key of the request, if there is one. */
export function callerOf(caller: Caller, idempotencyKey: string | undefined): Caller {
  if (idempotencyKey === undefined) return caller;
  if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
    throw new Fault(
      400,
      'invalid_idempotency_key',
      'An Idempotency-Key has 1 to 255 printable ASCII characters.',
    );
  }
  return { ...caller, idempotencyKey };
}
