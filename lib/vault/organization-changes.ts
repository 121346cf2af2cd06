import { type SQL, sql } from 'drizzle-orm';
import { organizations } from '../db/schema';
import { changesIn } from './changes';
import type { OrganizationRow } from './organization-rows';

const NAMES = {
  name: 'name',
  externalId: 'external_id',
  retentionDays: 'retention_days',
  requireReason: 'require_reason',
  requireSso: 'require_sso',
} as const;

type Fields = Pick<OrganizationRow, keyof typeof NAMES | 'metadata' | 'domains'>;

/** What the trail says of a change, beside the organization as it is now: each rule from what to what. */
export function changesOf(before: Fields, after: Fields): Readonly<Record<string, unknown>> {
  const domains = domainChanges(before, after);
  return {
    ...changesIn(NAMES, before, after),
    // Texts of programs: that they changed is enough here.
    ...(JSON.stringify(before.metadata) === JSON.stringify(after.metadata) ? {} : { metadata: {} }),
    ...(Object.values(domains).some(({ length }) => length > 0) ? { domains } : {}),
  };
}

function domainChanges({ domains: before }: Fields, { domains: after }: Fields) {
  const stateOf = (all: Fields['domains'], name: string) => all.find(({ domain }) => domain === name)?.state;
  const become = (wanted: 'pending' | 'verified') =>
    after
      .filter(({ domain, state }) => state === wanted && stateOf(before, domain) !== wanted)
      .map(({ domain }) => domain);
  return {
    verified: become('verified'),
    pending: become('pending'),
    removed: before.map(({ domain }) => domain).filter((domain) => stateOf(after, domain) === undefined),
  };
}

/** A condition for `expectThat`: what the trail says it was, and what is written back, is still so. */
export const isStill = (row: OrganizationRow): SQL => {
  const { id, name, externalId, retentionDays, requireReason, metadata, domains } = row;
  return sql`exists (select 1 from ${organizations} where ${organizations.id} = ${id}
    and ${organizations.name} = ${name} and ${organizations.externalId} is ${externalId}
    and ${organizations.retentionDays} = ${retentionDays} and ${organizations.requireReason} = ${requireReason}
    and ${organizations.metadata} = ${JSON.stringify(metadata)}
    and ${organizations.domains} = ${JSON.stringify(domains)})`;
};
