import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { identityProviders, organizations } from '../db/schema';
import { notFound, VaultError } from './errors';
import type { Work } from './operation';
import { findOrganization } from './organization-rows';
import { ORGANIZATION_ROLES, type OrganizationRole } from './policy';
import { openFor, sealFor } from './sealed-rows';

export type IdentityProviderRow = typeof identityProviders.$inferSelect;

/** Where people sign in. Its client secret is never shown again. */
export interface IdentityProvider {
  readonly id: string;
  /** Null: the environment's. */
  readonly organizationId: string | null;
  readonly name: string;
  /** An https URL, as `issuerOf` writes it. */
  readonly issuer: string;
  readonly clientId: string;
  /** The claim whose values `roles` maps; null: there is none. */
  readonly roleClaim: string | null;
  readonly roles: Readonly<Record<string, OrganizationRole>>;
  /** Of those to whom the claim gives no role; null: they are refused. */
  readonly defaultRole: OrganizationRole | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly disabledAt: string | null;
}

export function toProvider(row: IdentityProviderRow): IdentityProvider {
  const { id, organizationId, name, issuer, clientId, roleClaim, createdAt, updatedAt, disabledAt } = row;
  const roles = Object.entries(row.roles).flatMap(([value, role]) => {
    const known = asOrganizationRole(role);
    return known ? [[value, known] as const] : [];
  });
  return {
    id,
    organizationId,
    name,
    issuer,
    clientId,
    roleClaim,
    roles: Object.fromEntries(roles),
    defaultRole: asOrganizationRole(row.defaultRole),
    createdAt,
    updatedAt,
    disabledAt,
  };
}

/** Whatever stands in a row: a provider gives roles of its organization and no others. */
const asOrganizationRole = (role: string | null): OrganizationRole | null =>
  ORGANIZATION_ROLES.find((one) => one === role) ?? null;

/** An issuer in one spelling: `https://idp.example` and `https://idp.example/` are one. */
export const issuerOf = (issuer: string): string => new URL(issuer).href;

/** Of one organization, or of the environment. Throws as for anything that is missing or another's. */
export async function placeOfProvider(work: Work, organizationId: string | null): Promise<string | null> {
  if (organizationId !== null) return (await findOrganization(work, organizationId)).id;
  if (work.tenant.reaches(null)) return null;
  throw new VaultError('forbidden', 'The identity providers of the environment are not yours to see.');
}

/** In the tenant's reach, disabled or not. */
export async function findProvider(work: Work, id: string): Promise<IdentityProviderRow> {
  const [row] = await work.database.query
    .select()
    .from(identityProviders)
    .where(and(eq(identityProviders.id, id), eq(identityProviders.environmentId, work.environmentId)));
  if (!row || !work.tenant.reaches(row.organizationId)) throw notFound('identity provider');
  return row;
}

/** In use, for whoever signs in: of the environment or of a live organization. */
export async function findUsableProvider(
  { database, environmentId }: Pick<Work, 'database' | 'environmentId'>,
  id: string,
): Promise<IdentityProviderRow | null> {
  const [row] = await database.query
    .select({ provider: identityProviders, organizationId: organizations.id })
    .from(identityProviders)
    .leftJoin(
      organizations,
      and(eq(organizations.id, identityProviders.organizationId), isNull(organizations.deletedAt)),
    )
    .where(
      and(
        eq(identityProviders.id, id),
        eq(identityProviders.environmentId, environmentId),
        isNull(identityProviders.disabledAt),
      ),
    );
  if (!row || (row.provider.organizationId !== null && row.organizationId === null)) return null;
  return row.provider;
}

/** A condition for `expectThat`: nobody has changed it meanwhile. */
export const providerIsStill = ({ id, updatedAt }: IdentityProviderRow): SQL =>
  sql`exists (select 1 from ${identityProviders} where ${identityProviders.id} = ${id} and ${identityProviders.updatedAt} = ${updatedAt})`;

export const sealClientSecret = (
  work: Pick<Work, 'serviceKey' | 'environmentId'>,
  id: string,
  secret: string,
): Uint8Array => sealFor(work, 'identity-provider', id, Buffer.from(secret, 'utf8'));

export const openClientSecret = (
  work: Pick<Work, 'serviceKey' | 'environmentId'>,
  { id, sealedClientSecret }: IdentityProviderRow,
): string => Buffer.from(openFor(work, 'identity-provider', id, sealedClientSecret)).toString('utf8');

/** The few that there are in one place, as they were made. Their ids are in the order of time. */
export const byAge = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : 1;
