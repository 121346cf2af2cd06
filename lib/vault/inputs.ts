import { z } from 'zod';
import type { KeyContext } from '../crypto/key-context';
import { VaultError } from './errors';
import type { Progress } from './slices';

/** The limits of what comes in, each with its words. The figures are the contract's. */
export const LIMITS = {
  nameChars: 200,
  valueBytes: 64 * 1024,
  contextItems: 10,
  contextNameChars: 120,
  contextValueChars: 500,
  pageSize: 100,
  defaultPageSize: 10,
  /** In one import or export. */
  transferRows: 10_000,
  /** All values of one export: they are in memory together. */
  exportBytes: 64 * 1024 * 1024,
  reasonChars: 500,
} as const;

/** Control characters, and the two line breaks that Unicode does not count among them. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** For `refine`. */
export const wellFormed = (what: string) =>
  [(text: string) => text.isWellFormed(), `${what} must be well-formed Unicode.`] as const;

/** One line of text. */
export const words = (what: string, maxChars: number) =>
  z
    .string(`${what} must be text.`)
    .min(1, `${what} must not be empty.`)
    .max(maxChars, `${what} may have at most ${maxChars} characters.`)
    .refine(...wellFormed(what))
    .refine((text) => !CONTROL.test(text), `${what} must not hold control characters or line breaks.`);

export const secretName = words('A name', LIMITS.nameChars);
/** Why a value was changed. */
export const versionNote = z.union(
  [z.literal(''), words('A note', 200)],
  'A note may have at most 200 characters, in one line.',
);
export const personName = words('A name', 120);
export const organizationName = words('A name', 200);
export const environmentName = z
  .string('A name must be text.')
  .transform((text) => text.trim())
  .pipe(words('A name', 80));
/** Why somebody does it, for those who read the trail. */
export const reason = z
  .string('A reason must be text.')
  .transform((text) => text.trim())
  .pipe(words('A reason', LIMITS.reasonChars));

/** Any id: it is only ever looked up. */
export const anyId = z.string('An id must be text.').min(1, 'An id must not be empty.').max(300);

/** One secret. With `organizationId` it is found there only: an address that names both must be right in both. */
export const secretId = { id: anyId, organizationId: anyId.optional() };

/** Byte for byte, never trimmed. Its size is checked by `valueBytes`, because that is an error of its own (413). */
export const secretValue = z
  .string('A value must be text.')
  .refine(
    (text) => text.isWellFormed(),
    'A value must be well-formed Unicode: a lone surrogate has no UTF-8.',
  );

/** The UTF-8 of a value. Throws `value_too_large`. */
export function valueBytes(value: string): Uint8Array {
  const bytes = Buffer.from(value, 'utf8');
  if (bytes.length <= LIMITS.valueBytes) return bytes;
  const message = `A value may have at most ${LIMITS.valueBytes} bytes (64 KiB) of UTF-8; this one has ${bytes.length}.`;
  throw new VaultError('value_too_large', message, {
    fields: [{ field: 'value', code: 'too_large', message }],
  });
}

/** Not z.record(): that drops a `__proto__` silently, and here every item decides about a key. */
export const keyContext = z.unknown().transform((given, check): KeyContext => {
  const refuse = (message: string, path: string[] = []): never => {
    check.issues.push({ code: 'custom', message, path, input: undefined });
    return z.NEVER;
  };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return refuse('A key context must be an object of texts.');
  }
  const entries = Object.entries(given);
  if (entries.length > LIMITS.contextItems) {
    return refuse(`A key context may have at most ${LIMITS.contextItems} items.`);
  }
  const items = new Map<string, string>();
  for (const [givenName, value] of entries) {
    // What the SDK's `organizationId` becomes on the wire; answers use the canonical spelling.
    const name = givenName === 'organizationId' ? 'organization_id' : givenName;
    const path = [Array.from(givenName).slice(0, LIMITS.contextNameChars).join('')];
    if (items.has(name)) return refuse('organization_id and organizationId are the same item.', path);
    if (name.length === 0 || name.length > LIMITS.contextNameChars) {
      return refuse(`A name in a key context has 1 to ${LIMITS.contextNameChars} characters.`, path);
    }
    if (name === '__proto__') return refuse('A key context must not have an item of this name.', path);
    if (typeof value !== 'string') return refuse('Every value in a key context must be text.', path);
    if (value.length > LIMITS.contextValueChars) {
      return refuse(
        `A value in a key context may have at most ${LIMITS.contextValueChars} characters.`,
        path,
      );
    }
    if (!name.isWellFormed() || !value.isWellFormed()) {
      return refuse('A key context must be well-formed Unicode.', path);
    }
    items.set(name, value);
  }
  return Object.fromEntries(items);
});

/** A page: `after` and `before` are ids of the list itself. */
export const page = {
  limit: z
    .number('limit must be a number.')
    .int('limit must be a whole number.')
    .min(1, 'limit must be at least 1.')
    .max(LIMITS.pageSize, `limit may be at most ${LIMITS.pageSize}.`)
    .default(LIMITS.defaultPageSize),
  after: anyId.optional(),
  before: anyId.optional(),
  order: z.enum(['asc', 'desc'], 'order must be asc or desc.').default('desc'),
};

/** Not data: whom to tell how far it is. */
export const progress = z
  .custom<Progress>((given) => typeof given === 'function', 'Progress must be a function.')
  .optional();

export const instant = z.iso
  .datetime({ offset: true, error: 'Give a time in ISO 8601, such as 2026-01-31T12:00:00Z.' })
  .transform((text) => new Date(text).toISOString());

/** Trimmed, NFKC, lower case: the same wherever an address is stored, looked up or counted. */
export const emailAddress = z
  .string('Give an e-mail address.')
  .transform((text) => text.trim().normalize('NFKC').toLowerCase())
  .pipe(
    z
      .string()
      .max(254, 'An e-mail address has at most 254 characters.')
      .regex(/^[^\s@]+@[^\s@]+$/, 'Give an e-mail address, such as ada@example.com.'),
  );

export const newPassword = z
  .string('Choose a password.')
  .min(12, 'A password has at least 12 characters. A few words in a row are easy to remember.')
  .max(256, 'A password has at most 256 characters.');

/** Throws `invalid_input` that names every faulty field and never repeats what was given. */
export function parseInput<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    code: issue.code === 'custom' ? 'invalid' : issue.code,
    message:
      issue.code === 'unrecognized_keys'
        ? 'There are fields here that this operation does not know.'
        : issue.message,
  }));
  const [first] = fields;
  const message = first
    ? `${first.field ? `${first.field}: ` : ''}${first.message}`
    : 'The input is not valid.';
  throw new VaultError('invalid_input', message, { fields });
}
