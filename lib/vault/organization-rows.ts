import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { KeyContext } from '../crypto/key-context';
import { organizations } from '../db/schema';
import { notFound, VaultError } from './errors';
import type { Work } from './operation';
import type { Tenant } from './policy';

export type OrganizationRow = typeof organizations.$inferSelect;

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly domains: readonly {
    readonly id: string;
    readonly domain: string;
    readonly state: 'pending' | 'verified';
  }[];
  /** How many days the trash keeps what was deleted. */
  readonly retentionDays: number;
  /** A person who reveals a value says why. */
  readonly requireReason: boolean;
  /** A membership counts only in a session that began at one of the organization's identity providers. */
  readonly requireSso: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function toOrganization(
  row: Omit<OrganizationRow, 'seq' | 'liveSecrets' | 'deletedSecrets'>,
): Organization {
  const { id, name, externalId, metadata, domains, createdAt, updatedAt } = row;
  const { retentionDays, requireReason, requireSso } = row;
  return {
    id,
    name,
    externalId,
    metadata,
    domains,
    retentionDays,
    requireReason,
    requireSso,
    createdAt,
    updatedAt,
  };
}

/** Live organizations in the tenant's reach. */
export function liveOrganizations(tenant: Tenant): SQL {
  const reach =
    tenant.organizationIds === 'all'
      ? sql`true`
      : tenant.organizationIds.length > 0
        ? inArray(organizations.id, [...tenant.organizationIds])
        : sql`false`;
  return and(
    eq(organizations.environmentId, tenant.environmentId),
    isNull(organizations.deletedAt),
    reach,
  ) as SQL;
}

/** A condition for `expectThat`. */
export const organizationIsLive = (id: string): SQL =>
  sql`exists (select 1 from ${organizations} where ${organizations.id} = ${id} and ${organizations.deletedAt} is null)`;

type Reach = Pick<Work, 'database' | 'tenant'>;

export async function findOrganization({ database, tenant }: Reach, id: string): Promise<OrganizationRow> {
  const [row] = await database.query
    .select()
    .from(organizations)
    .where(and(eq(organizations.id, id), liveOrganizations(tenant)));
  if (!row) throw notFound('organization');
  return row;
}

export async function findByExternalId(
  { database, tenant }: Reach,
  externalId: string,
): Promise<OrganizationRow> {
  const [row] = await database.query
    .select()
    .from(organizations)
    .where(and(eq(organizations.externalId, externalId), liveOrganizations(tenant)));
  if (!row) throw notFound('organization');
  return row;
}

/**
 * The context as it is stored: an organization named by its external id gets its own id.
 * Throws `unknown_organization` for one that is missing or another's, and `forbidden` for a caller of one
 * organization that names none: what belongs to no organization belongs to the environment.
 */
export async function resolveContext(
  work: Work,
  context: KeyContext,
): Promise<{ context: KeyContext; organizationId: string | null }> {
  const named = context.organization_id;
  if (named === undefined) {
    if (work.tenant.reaches(null)) return { context, organizationId: null };
    throw new VaultError(
      'forbidden',
      'You act for one organization: name it in the key context as organization_id.',
    );
  }
  // One after the other: an OR over two columns reads the whole table once SQLite knows how small it is.
  let [row] = await liveIds(work, eq(organizations.id, named));
  if (!row) [row] = await liveIds(work, eq(organizations.externalId, named));
  if (!row) {
    const message = 'No organization has this id or external id.';
    throw new VaultError('unknown_organization', `key_context.organization_id: ${message}`, {
      fields: [{ field: 'key_context.organization_id', code: 'unknown_organization', message }],
    });
  }
  return { context: { ...context, organization_id: row.id }, organizationId: row.id };
}

function liveIds({ database, tenant }: Reach, condition: SQL) {
  return database.query
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(condition, liveOrganizations(tenant)));
}
