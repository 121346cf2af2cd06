import { type CurrentVersion, isVaultError, type VaultErrorCode } from '@/lib/vault';
import { logFault } from './fault';

/** What a form or a script is told when something was not done. Never holds what was given, never a value. */
export interface Failure {
  readonly status: 'error';
  readonly code: VaultErrorCode | 'fault';
  readonly message: string;
  /** The words for each field that was refused. */
  readonly fields: Readonly<Record<string, string>>;
  /** What is there now, after a lost race. */
  readonly current?: CurrentVersion;
  readonly retryAfterSeconds?: number;
}

const SIGNED_OUT =
  'You are signed out. Sign in again in another tab, then come back: what you typed is still here.';

export function toFailure(error: unknown, requestId: string): Failure {
  if (!isVaultError(error)) {
    logFault(requestId, error);
    const message = `Something went wrong, and nothing was changed. Try again, or quote ${requestId}.`;
    return { status: 'error', code: 'fault', message, fields: {} };
  }
  const { code, current, retryAfterSeconds } = error;
  const fields: Record<string, string> = {};
  // An item of a key context is named by what was typed: its words belong to the context as a whole.
  for (const { field, message } of error.fields) fields[field.split('.')[0] ?? ''] ??= message;
  return {
    status: 'error',
    code,
    message: code === 'unauthenticated' ? SIGNED_OUT : wordsOf(error.message, fields),
    fields,
    ...(current ? { current } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The words beside a field need no repeating above the form. */
function wordsOf(message: string, fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields).length > 0 ? 'Some of this needs another look.' : message;
}

/** A refusal that the vault was not asked for. */
export function failure(code: VaultErrorCode, message: string): Failure {
  return { status: 'error', code, message, fields: {} };
}

export const signedOut = (): Failure => failure('unauthenticated', SIGNED_OUT);
