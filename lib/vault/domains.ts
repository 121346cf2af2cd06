import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Write } from '../db/client';
import { organizations, verifiedDomains } from '../db/schema';
import { invalid, VaultError } from './errors';
import { newId } from './ids';
import type { Work } from './operation';
import type { OrganizationRow } from './organization-rows';

/**
 * The domains of an organization. One that is `verified` decides who may join through its identity provider, so it
 * belongs to one organization only (the key of `verified_domains`), and only those who run the environment say so.
 */
export type Domains = OrganizationRow['domains'];

/** What stands behind the last @. Addresses are normalized where they enter. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/**
 * What is stored for the domains that were given: those that were there keep their ids.
 * Throws `forbidden` where somebody without a right on the whole environment would verify one.
 */
export function givenDomains(
  { tenant, now }: Pick<Work, 'tenant' | 'now'>,
  given: readonly { readonly domain: string; readonly state: 'pending' | 'verified' }[],
  before: Domains = [],
): Domains {
  const names = given.map(({ domain }) => domain.toLowerCase());
  if (new Set(names).size < names.length) {
    throw invalid('domains', 'repeated', 'Name each domain once.');
  }
  return given.map(({ state }, i) => {
    const domain = names[i] as string;
    const known = before.find((one) => one.domain === domain);
    if (state === 'verified' && known?.state !== 'verified' && tenant.organizationIds !== 'all') {
      throw new VaultError(
        'forbidden',
        'An administrator of the whole installation marks a domain as verified. Add it as pending, then ask one.',
      );
    }
    return { id: known?.id ?? newId('org_domain', now), domain, state };
  });
}

const verifiedOf = (domains: Domains): string[] =>
  domains.filter(({ state }) => state === 'verified').map(({ domain }) => domain);

/** Fails as `unique` where another organization has one of them. */
export function domainWrites(
  { database }: Pick<Work, 'database'>,
  organizationId: string,
  before: Domains,
  after: Domains,
): Write[] {
  const [old, now] = [verifiedOf(before), verifiedOf(after)];
  const gone = old.filter((domain) => !now.includes(domain));
  const come = now.filter((domain) => !old.includes(domain));
  return [
    ...(gone.length > 0
      ? [
          database.query
            .delete(verifiedDomains)
            .where(
              and(eq(verifiedDomains.organizationId, organizationId), inArray(verifiedDomains.domain, gone)),
            ),
        ]
      : []),
    ...(come.length > 0
      ? [database.query.insert(verifiedDomains).values(come.map((domain) => ({ domain, organizationId })))]
      : []),
  ];
}

/** The error for a domain that another organization has, or null if none of them is taken. */
export async function takenDomain(
  { database }: Pick<Work, 'database'>,
  organizationId: string,
  domains: Domains,
): Promise<VaultError | null> {
  const wanted = verifiedOf(domains);
  if (wanted.length === 0) return null;
  const rows = await database.query
    .select()
    .from(verifiedDomains)
    .where(inArray(verifiedDomains.domain, wanted));
  const taken = rows.some((row) => row.organizationId !== organizationId);
  return taken ? invalid('domains', 'taken', 'This domain is verified for another organization.') : null;
}

/** A condition for `expectThat`. */
export const domainIsVerified = (domain: string, organizationId: string): SQL =>
  sql`exists (select 1 from ${verifiedDomains} where ${verifiedDomains.domain} = ${domain} and ${verifiedDomains.organizationId} = ${organizationId})`;

/** The same: what is written back is what was read, so that the row and the table of domains say the same. */
export const domainsAreStill = ({ id, domains }: Pick<OrganizationRow, 'id' | 'domains'>): SQL =>
  sql`exists (select 1 from ${organizations} where ${organizations.id} = ${id} and ${organizations.domains} = ${JSON.stringify(domains)})`;
