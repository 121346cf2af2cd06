import { isVaultError } from '@/lib/vault';
import { BUSY } from './busy';

/**
 * What a person is told of an error that nobody foresaw: that it happened, and under which id to look for it.
 * Next shows `digest` to the browser and never the message.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly digest: string;

  constructor(requestId: string, digest = requestId) {
    super(`The request ${requestId} failed.`);
    this.digest = digest;
    this.stack = '';
  }
}

/** What a page throws in place of an error that it has no words for. A busy database is no fault, and passes. */
export function toFault(error: unknown, requestId: string): Fault {
  if (isVaultError(error) && error.code === 'unavailable') {
    console.error(`${requestId} failed: the database is busy`);
    return new Fault(requestId, BUSY);
  }
  logFault(requestId, error);
  return new Fault(requestId);
}

/**
 * Notes an unforeseen error for the one who runs the server. Not its message: a database error's holds
 * what was to be stored. The places in the code that it passed through are enough to find the cause.
 */
export function logFault(requestId: string, error: unknown): void {
  const places = error instanceof Error ? (error.stack ?? '').match(/^\s+at .*$/gm) : null;
  const kind = error instanceof Error ? error.name : typeof error;
  console.error([`${requestId} failed: ${kind}`, ...(places ?? []).slice(0, 12)].join('\n'));
}
