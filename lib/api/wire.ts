import { z } from '@hono/zod-openapi';
import { LIMITS, type Page } from '@/lib/vault';

/** Types of the wire, and figures for the reader of the document. The rules are the vault's. */
export const text = (what: string, example?: string) => {
  const described = z.string().openapi({ description: what });
  return example === undefined ? described : described.openapi({ example });
};

export const timestamp = z.string().openapi({ format: 'date-time', example: '2026-01-31T12:00:00.000Z' });

/** Handed on as it came: a record would drop an item called `__proto__`, and each item decides about a key. */
export const contextGiven = z
  .custom<Readonly<Record<string, string>>>((given) => given !== undefined, 'A key context is required.')
  .openapi({
    type: 'object',
    description:
      'The items that decide about the keys. `organization_id` names an organization by its id or external id.',
    additionalProperties: { type: 'string', maxLength: LIMITS.contextValueChars },
    maxProperties: LIMITS.contextItems,
    example: { organization_id: 'org_01K8ZYT4AWJ6XP0E0S8CTBHE3P' },
  });

export const contextShown = z
  .record(z.string(), z.string())
  .openapi({ example: { organization_id: 'org_01K8ZYT4AWJ6XP0E0S8CTBHE3P' } });

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'This must be a whole number.')
  .transform(Number);

export const cursors = {
  limit: wholeNumber.optional().openapi({
    type: 'integer',
    minimum: 1,
    maximum: LIMITS.pageSize,
    default: LIMITS.defaultPageSize,
  }),
  before: text('The cursor of the previous page.').optional(),
  after: text('The cursor of the next page.').optional(),
};

export const order = z.enum(['asc', 'desc'], 'order must be asc or desc.').optional();

export const orderOrNormal = z
  .enum(['asc', 'desc', 'normal'], 'order must be asc, desc or normal.')
  .optional()
  .openapi({
    description: '`normal`: descending, and `before` fetches what is older, `after` what is newer.',
  });

/** A day is its first moment. */
export const instant = z
  .string()
  .transform((given) => (/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00:00Z` : given))
  .openapi({ type: 'string', format: 'date-time', description: 'ISO 8601.' });

const MOST_LISTED = 100;

export const list = z
  .string()
  .transform((given) => {
    const wanted = [...new Set(given.split(','))].filter((one) => one !== '');
    // A client that wants nothing in particular may say so with an empty list.
    return wanted.length > 0 ? wanted : undefined;
  })
  .refine((wanted = []) => wanted.length <= MOST_LISTED, `There may be at most ${MOST_LISTED} of these.`)
  .openapi({ type: 'string', description: 'Several are divided by commas.' });

export const listMetadata = z
  .object({ before: z.string().nullable(), after: z.string().nullable() })
  .openapi('ListMetadata');

interface PageQuery {
  readonly limit?: number | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly order?: 'asc' | 'desc' | 'normal' | undefined;
}

/** What the vault takes of a page; `normal` is its descending order seen from the other end. */
export function toPageInput({ limit, before, after, order: wanted }: PageQuery) {
  const turned = wanted === 'normal';
  return without({
    limit,
    after: turned ? before : after,
    before: turned ? after : before,
    order: turned ? ('desc' as const) : wanted,
  });
}

export function toListMetadata(page: Page<unknown>, wanted?: PageQuery['order']) {
  const { before, after } = page;
  return wanted === 'normal' ? { before: after, after: before } : { before, after };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The object without what is undefined. */
export function without<T extends Record<string, unknown>>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
