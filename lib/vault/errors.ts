/** Everything that can be wrong from a caller's side. The statuses of the API are one table in lib/api. */
export type VaultErrorCode =
  | 'unauthenticated'
  | 'invalid_credentials'
  /** The password is right, and the account has a second factor. */
  | 'code_required'
  /** The session's proof of who somebody is is too old for this. */
  | 'proof_required'
  | 'sso_required'
  | 'sso_refused'
  /** Somebody has an account with this address, and has not said that the identity is theirs. */
  | 'sso_link_needed'
  | 'forbidden'
  /** An API key that is taken from some addresses only came from another one. */
  | 'address_not_allowed'
  | 'not_found'
  | 'unknown_organization'
  | 'invalid_input'
  | 'invalid_cursor'
  | 'invalid_keys'
  | 'value_too_large'
  | 'name_taken'
  | 'email_taken'
  | 'external_id_already_used'
  | 'ambiguous_name'
  | 'version_mismatch'
  | 'organization_not_empty'
  | 'idempotency_mismatch'
  | 'link_invalid'
  | 'backup_impossible'
  | 'not_empty'
  /** The organization wants to know why a value is revealed. */
  | 'reason_required'
  /** A second person has to agree first. */
  | 'approval_required'
  | 'last_administrator'
  | 'already_member'
  | 'too_many_requests'
  | 'key_destroyed'
  | 'integrity_failure'
  | 'wrong_root_key'
  | 'unavailable';

/** One field of an input that was refused. `message` never repeats what was given. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What is there now, for the one who lost a race. Never a value. */
export interface CurrentVersion {
  readonly versionId: string;
  readonly updatedAt: string;
  readonly updatedByName: string;
}

const BRAND: unique symbol = Symbol.for('strongroom.VaultError');

/** The only error that the vault throws on purpose. `message` is for people: it says what happened and what to do. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly [BRAND] = true;
  readonly fields: readonly FieldError[];
  readonly current: CurrentVersion | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The operation that no role of the caller's includes. */
  readonly lacks: string | undefined;

  constructor(
    readonly code: VaultErrorCode,
    message: string,
    more: {
      readonly fields?: readonly FieldError[];
      readonly current?: CurrentVersion;
      readonly retryAfterSeconds?: number;
      readonly lacks?: string;
    } = {},
  ) {
    super(message);
    this.fields = more.fields ?? [];
    this.current = more.current;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.lacks = more.lacks;
  }
}

/** By a brand, not by class: Next evaluates this module once for pages and once for routes. */
export function isVaultError(error: unknown): error is VaultError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** The one not-found: what is missing and what is another's look the same. */
export function notFound(
  what:
    | 'secret'
    | 'organization'
    | 'version'
    | 'API key'
    | 'session'
    | 'user'
    | 'member'
    | 'invitation'
    | 'request'
    | 'passkey'
    | 'departure'
    | 'identity provider',
): VaultError {
  return new VaultError('not_found', `This ${what} was not found.`);
}

export function invalid(field: string, code: string, message: string): VaultError {
  return new VaultError('invalid_input', message, { fields: [{ field, code, message }] });
}
