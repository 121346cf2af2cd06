import { z } from '@hono/zod-openapi';
import { type FieldError, isVaultError, type VaultError, type VaultErrorCode } from '@/lib/vault';

/** The one table of statuses. Those that no endpoint can meet are here because the compiler asks for every code. */
export const STATUSES = {
  unauthenticated: 401,
  invalid_credentials: 401,
  code_required: 401,
  proof_required: 403,
  sso_required: 403,
  sso_refused: 403,
  sso_link_needed: 403,
  forbidden: 403,
  address_not_allowed: 403,
  not_found: 404,
  unknown_organization: 422,
  /** Of a body; in a path or a query it is 400, see `Fault.of`. */
  invalid_input: 422,
  invalid_cursor: 400,
  invalid_keys: 400,
  value_too_large: 413,
  name_taken: 409,
  email_taken: 409,
  external_id_already_used: 400,
  ambiguous_name: 409,
  version_mismatch: 409,
  organization_not_empty: 409,
  idempotency_mismatch: 422,
  link_invalid: 400,
  backup_impossible: 409,
  not_empty: 409,
  reason_required: 403,
  approval_required: 403,
  last_administrator: 409,
  already_member: 409,
  too_many_requests: 429,
  // Not of the 500s: clients try those again, and the key will not come back.
  key_destroyed: 409,
  integrity_failure: 500,
  wrong_root_key: 503,
  unavailable: 503,
} as const satisfies Record<VaultErrorCode, number>;

export type ErrorStatus = (typeof STATUSES)[VaultErrorCode];

/** The one body of all errors. The SDKs read `message` first, then `error`. */
export const errorBody = z
  .object({
    error: z.string().openapi({ description: 'What happened and what to do, for people.' }),
    message: z.string().openapi({ description: 'The same text.' }),
    code: z.string().openapi({ example: 'not_found' }),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .openapi('Error');
export type ErrorBody = z.output<typeof errorBody>;

/** A refusal as it goes over the wire: from the vault, or of a request that does not even reach it. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly status: ErrorStatus,
    readonly code: string,
    message: string,
    readonly fields: readonly FieldError[] = [],
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }

  static of(error: VaultError, { hasBody = true }: { hasBody?: boolean } = {}): Fault {
    const status = error.code === 'invalid_input' && !hasBody ? 400 : STATUSES[error.code];
    return new Fault(status, error.code, error.message, error.fields, error.retryAfterSeconds);
  }

  get body(): ErrorBody {
    const { message, code, fields } = this;
    return { error: message, message, code, ...(fields.length > 0 ? { errors: [...fields] } : {}) };
  }
}

/** What to answer; null for what nobody foresaw. */
export function asFault(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  return isVaultError(error) ? Fault.of(error) : null;
}

const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The vault's names of fields in the words of the wire; `names` for those that are more than another spelling. */
export function inWireWords(fault: Fault, names: Readonly<Record<string, string>> = {}): Fault {
  const renamed = (field: string) => {
    const [first = '', ...rest] = field.split('.');
    return [names[first] ?? words(first), ...rest].join('.');
  };
  const fields = fault.fields.map((one) => ({ ...one, field: renamed(one.field) }));
  const first = fault.fields[0]?.field;
  const message =
    first && fault.message.startsWith(`${first}: `)
      ? renamed(first) + fault.message.slice(first.length)
      : fault.message;
  return new Fault(fault.status, fault.code, message, fields, fault.retryAfterSeconds);
}
