import { and, eq, gt, like, type SQL, sql } from 'drizzle-orm';
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
}

const filters = {
  /** Left out: all that the caller reaches. */
  organizationId: anyId.optional(),
  /** Part of a name, in any case of ASCII letters. */
  search: z.string().max(200, 'A search has at most 200 characters.').optional(),
  ...page,
};

/** Names, newest first. */
export const listSecrets = operation({
  name: 'secret.list',
  input: z.strictObject({ ...filters, updatedAfter: instant.optional() }),
  async run(work, input) {
    const tenant = narrowed(work, input.organizationId);
    const newer = input.updatedAfter ? gt(secrets.updatedAt, input.updatedAfter) : undefined;
    return listed(work, tenant, and(live(tenant), newer) as SQL, input);
  },
});

/** Names in the trash, the last created first. */
export const listDeletedSecrets = operation({
  name: 'secret.list',
  input: z.strictObject(filters),
  async run(work, input) {
    const tenant = narrowed(work, input.organizationId);
    return listed(work, tenant, deleted(tenant), input, { deleted: true });
  },
});

type ListInput = z.output<z.ZodObject<typeof filters>>;

async function listed(
  work: Work,
  tenant: Tenant,
  of: SQL,
  input: ListInput,
  data: Record<string, unknown> = {},
) {
  const { database } = work;
  const cut = await cutPage(secrets.seq, input, async (id) => {
    // Deleted or live: a page may be turned at a row that went to the trash meanwhile.
    const [row] = await database.query
      .select({ seq: secrets.seq, organizationId: secrets.organizationId })
      .from(secrets)
      .where(and(eq(secrets.id, id), eq(secrets.environmentId, tenant.environmentId)));
    return row && tenant.reaches(row.organizationId) ? row.seq : null;
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
