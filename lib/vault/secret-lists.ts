import { and, eq, gt, gte, isNotNull, isNull, like, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { KeyContext } from '../crypto/key-context';
import { secrets } from '../db/schema';
import { invalid, notFound } from './errors';
import { anyId, instant, page } from './inputs';
import { operation, type Work } from './operation';
import { cutPage, type Page, toPage } from './pages';
import type { Tenant } from './policy';
import { deleted, live } from './secret-rows';

/** One line of a list. */
export interface SecretSummary {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly context: KeyContext;
  readonly versionNumber: number;
  readonly updatedAt: string;
  readonly updatedByName: string;
  /** Set in the trash only. */
  readonly deletedAt: string | null;
  readonly deletedByName: string | null;
  readonly tags: readonly string[];
  readonly expiresAt: string | null;
  /** `expiresAt`, or when the value should be replaced if that is earlier. */
  readonly remindsAt: string | null;
  /** Since when it is for those alone whom its restriction names; null: for all who have the right. */
  readonly restrictedAt: string | null;
  readonly needsApproval: boolean;
}

const filters = {
  /** Left out: all that the caller reaches. */
  organizationId: anyId.optional(),
  /** Part of a name, in any case of ASCII letters. */
  search: z.string().max(200, 'A search has at most 200 characters.').optional(),
  ...page,
};

/** What else a live secret may be picked by. Each narrows; those without an index of their own read on until a page is full. */
const liveFilters = {
  /** `created` is the order of arrival. `name` is by code points, and wants one organization. */
  sort: z.enum(['created', 'name']).default('created'),
  /** How a name begins, in this very spelling. */
  prefix: z.string().max(200, 'A prefix has at most 200 characters.').optional(),
  updatedAfter: instant.optional(),
  updatedBefore: instant.optional(),
  /** The name of whoever wrote the current version. */
  updatedBy: z.string().max(200).optional(),
  /** An item of the key context. */
  context: z.strictObject({ name: z.string().max(500), value: z.string().max(500) }).optional(),
  neverRead: z.boolean().optional(),
  tag: z.string().max(200).optional(),
  /** Expires, or is to be rotated, until then. Wants one organization. */
  dueUntil: instant.optional(),
};

/** Names, newest first, or by name. */
export const listSecrets = operation({
  name: 'secret.list',
  input: z.strictObject({ ...filters, ...liveFilters }),
  async run(work, input) {
    const tenant = narrowed(work, input.organizationId);
    if (tenant.organizationIds === 'all' || tenant.organizationIds.length !== 1) {
      if (input.sort === 'name')
        throw invalid('sort', 'needs_organization', 'Name an organization to sort by name.');
      if (input.dueUntil)
        throw invalid('dueUntil', 'needs_organization', 'Name an organization to see what is due.');
    }
    const due = input.dueUntil ? isDue(tenant, input.dueUntil) : undefined;
    return listed(work, tenant, and(live(tenant), picked(input), due) as SQL, input);
  },
});

type LiveFilters = z.output<z.ZodObject<typeof liveFilters>>;

function picked(input: LiveFilters): SQL | undefined {
  const { sort, prefix, updatedAfter, updatedBefore, updatedBy, context, neverRead, tag } = input;
  return and(
    prefix ? startsWith(prefix, sort) : undefined,
    updatedAfter ? gt(inPlace(secrets.updatedAt), updatedAfter) : undefined,
    updatedBefore ? lt(inPlace(secrets.updatedAt), updatedBefore) : undefined,
    updatedBy ? eq(secrets.updatedByName, updatedBy) : undefined,
    context
      ? sql`exists (select 1 from json_each(${secrets.context}) where key = ${context.name} and value = ${context.value})`
      : undefined,
    neverRead ? isNull(secrets.firstReadAt) : undefined,
    tag ? sql`exists (select 1 from json_each(${secrets.tags}) where value = ${tag})` : undefined,
  );
}

/** From their own index, however few of a large organization they are. */
const isDue = (tenant: Tenant, until: string): SQL =>
  sql`${secrets.seq} in (select ${secrets.seq} from ${secrets}
    where ${and(live(tenant), isNotNull(secrets.remindsAt), lte(secrets.remindsAt, until))})`;

/** Names in the trash, the last created first. */
export const listDeletedSecrets = operation({
  name: 'secret.list',
  input: z.strictObject(filters),
  async run(work, input) {
    const tenant = narrowed(work, input.organizationId);
    return listed(work, tenant, deleted(tenant), input, { deleted: true });
  },
});

/** The plus keeps SQLite from taking an index of this column, and then sorting all that it finds there. */
const inPlace = (column: SQLiteColumn): SQL => sql`+${column}`;

/** In the order of names a range of the index. */
function startsWith(prefix: string, sort: LiveFilters['sort']): SQL | undefined {
  const name = sort === 'name' ? sql`${secrets.name}` : inPlace(secrets.name);
  return and(gte(name, prefix), lt(name, `${prefix}\u{10FFFF}`));
}

type ListInput = z.output<z.ZodObject<typeof filters>> & Partial<Pick<LiveFilters, 'sort'>>;

async function listed(
  work: Work,
  tenant: Tenant,
  of: SQL,
  input: ListInput,
  data: Record<string, unknown> = {},
) {
  const { database } = work;
  const key = input.sort === 'name' ? secrets.name : secrets.seq;
  const cut = await cutPage(key, input, async (id) => {
    // Deleted or live: a page may be turned at a row that went to the trash meanwhile.
    const [row] = await database.query
      .select({ key, name: secrets.name, organizationId: secrets.organizationId })
      .from(secrets)
      .where(and(eq(secrets.id, id), eq(secrets.environmentId, tenant.environmentId)));
    return row && tenant.reaches(row.organizationId) && tenant.reachesName(row.name) ? row.key : null;
  });
  const rows = await database.query
    .select({
      id: secrets.id,
      name: secrets.name,
      organizationId: secrets.organizationId,
      context: secrets.context,
      versionNumber: secrets.versionNumber,
      updatedAt: secrets.updatedAt,
      updatedByName: secrets.updatedByName,
      deletedAt: secrets.deletedAt,
      deletedByName: secrets.deletedByName,
      tags: secrets.tags,
      expiresAt: secrets.expiresAt,
      remindsAt: secrets.remindsAt,
      restrictedAt: secrets.restrictedAt,
      needsApproval: secrets.needsApproval,
    })
    .from(secrets)
    .where(and(of, contains(input.search), cut.where))
    .orderBy(cut.orderBy)
    .limit(cut.limit);
  const result: Page<SecretSummary> = toPage(rows, input);
  const [only, ...others] = tenant.organizationIds === 'all' ? [] : tenant.organizationIds;
  const organizationId = others.length === 0 ? (only ?? null) : null;
  return { result, events: [{ type: 'vault.names.listed', organizationId, data }] as const };
}

/** A list comes from one index: one organization's or the environment's. */
function narrowed({ tenant }: Work, organizationId: string | undefined): Tenant {
  if (organizationId !== undefined) {
    const one = tenant.only(organizationId);
    if (!one) throw notFound('organization');
    return one;
  }
  if (tenant.organizationIds === 'all' || tenant.organizationIds.length === 1) return tenant;
  throw invalid('organizationId', 'required', 'You belong to several organizations: name one of them.');
}

function contains(search: string | undefined): SQL | undefined {
  if (!search) return undefined;
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`${like(secrets.name, pattern)} escape '\\'`;
}
