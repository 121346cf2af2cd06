/**
 * What went wrong in storage, in the four kinds that a caller can act on:
 * - `unique`: a row with that key is there already; nothing of the batch is stored.
 * - `precondition`: an `expectThat` of the batch did not hold; nothing of the batch is stored.
 * - `busy`: another process held the file, or the server did not answer in time; worth a retry.
 * - `failed`: anything else.
 * Drivers put bound parameters into their messages: log the kind and the code, never the message.
 */
export type StorageFailure = 'unique' | 'precondition' | 'busy' | 'failed';

/** Reads a driver's error, however deep it is wrapped. Null if it is not one of storage. */
export function storageFailure(error: unknown): StorageFailure | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code, extendedCode } = e as { code?: unknown; extendedCode?: unknown };
    if (typeof code !== 'string') continue;
    const codes = `${code} ${typeof extendedCode === 'string' ? extendedCode : ''} ${e.message}`;
    if (/SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|UNIQUE constraint failed/.test(codes)) return 'unique';
    if (codes.includes('malformed JSON')) return 'precondition';
    if (/SQLITE_(BUSY|LOCKED)|ETIMEDOUT|ECONNREFUSED|ECONNRESET|TIMEOUT|ABORT_ERR/.test(codes)) return 'busy';
    if (/^(SQLITE|SQL|HRANA|LIBSQL|SERVER|CLIENT|TRANSACTION)_?/.test(code)) return 'failed';
  }
  return null;
}

/** A driver's code without its message, for a log. */
export function storageCode(error: unknown): string {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code, extendedCode } = e as { code?: unknown; extendedCode?: unknown };
    if (typeof extendedCode === 'string') return extendedCode;
    if (typeof code === 'string') return code;
  }
  return 'unknown';
}
