import { type CurrentVersion, type FieldError, isVaultError, type VaultErrorCode } from '@/lib/vault';
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
  /** The value was empty, and nobody had said that it should be. */
  readonly emptyValue?: true;
  /** Without scripts: what stood in the harmless fields, to be put there again. Never a value or a password. */
  readonly given?: Given;
}

/** Texts by the name of their field; some fields repeat. */
export type Given = Readonly<Record<string, readonly string[]>>;

const LOOK_AGAIN = 'Some of this needs another look.';
const SIGNED_OUT =
  'You are signed out. Sign in again in another tab, then come back: what you typed is still here.';

export function toFailure(error: unknown, requestId: string): Failure {
  if (!isVaultError(error)) {
    logFault(requestId, error);
    const message = `Something went wrong, and nothing was changed. Try again, or quote ${requestId}.`;
    return { status: 'error', code: 'fault', message, fields: {} };
  }
  const { code, current, retryAfterSeconds } = error;
  const inWords = code === 'value_too_large' ? groupDigits : (words: string) => words;
  const fields: Record<string, string> = {};
  // An item of a key context is named by what was typed: its words belong to the context as a whole.
  for (const { field, message } of error.fields) fields[field.split('.')[0] ?? ''] ??= inWords(message);
  return {
    status: 'error',
    code,
    message: code === 'unauthenticated' ? SIGNED_OUT : wordsOf(inWords(error.message), fields),
    fields,
    ...(current ? { current } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(error.fields.some(isEmptyValue) ? { emptyValue: true as const } : {}),
  };
}

/** The words beside a field need no repeating above the form. */
function wordsOf(message: string, fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields).length > 0 ? LOOK_AGAIN : message;
}

/** As the form's own count writes them: 65,536 and not 65536. */
const groupDigits = (words: string): string =>
  words.replaceAll(/\d{4,}/g, (digits) => Number(digits).toLocaleString('en'));

const isEmptyValue = ({ field, code }: FieldError): boolean => field === 'value' && code === 'empty';

/** A refusal that the vault was not asked for. */
export function failure(code: VaultErrorCode, message: string): Failure {
  return { status: 'error', code, message, fields: {} };
}

/** What the action of an AlertDialog gives back. */
export interface Refusal {
  readonly error: string;
  /** For `withProof`. */
  readonly code: Failure['code'];
}

export const refusalOf = ({ code, message, fields }: Failure): Refusal => ({
  // Such a dialog has no field that could have the words beside it.
  error: Object.values(fields)[0] ?? message,
  code,
});

/** The same, of some fields. */
export function fieldFailure(fields: Readonly<Record<string, string>>): Failure {
  return { ...failure('invalid_input', LOOK_AGAIN), fields };
}

export const signedOut = (): Failure => failure('unauthenticated', SIGNED_OUT);
