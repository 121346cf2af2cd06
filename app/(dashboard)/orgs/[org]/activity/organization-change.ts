/** What became of an organization by one change, as the trail keeps it: "changed this organization: its trash keeps 14 days". */
export function organizationChange(changed: unknown): string {
  const parts = Object.entries(asRecord(changed)).flatMap(([name, change]) =>
    partsOf(name, asRecord(change)),
  );
  // Of old events nobody wrote down what it was.
  return parts.length > 0
    ? `changed this organization: ${parts.join('; ')}`
    : 'changed the details of this organization';
}

function partsOf(name: string, change: Readonly<Record<string, unknown>>): string[] {
  const { to } = change;
  const told = typeof to === 'string' || typeof to === 'number' ? to : '';
  switch (name) {
    case 'name':
      return [`it is called ${told}`];
    case 'external_id':
      return [to === null ? 'it has no external id any more' : `its external id is ${told}`];
    case 'retention_days':
      return [`its trash keeps ${to === 1 ? '1 day' : `${told} days`}`];
    case 'require_reason':
      return [
        to === true ? 'whoever opens a value says why' : 'whoever opens a value need not say why any more',
      ];
    case 'require_sso':
      return [
        to === true
          ? 'its members have to sign in at its identity provider'
          : 'its members need not sign in at its identity provider any more',
      ];
    case 'metadata':
      return ['its metadata is another'];
    case 'domains':
      return domainParts(change);
    default:
      return [name.replaceAll('_', ' ')];
  }
}

const DOMAINS = {
  verified: ['is verified', 'are verified'],
  pending: ['waits to be verified', 'wait to be verified'],
  removed: ['is removed', 'are removed'],
} as const;

function domainParts(change: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(DOMAINS).flatMap(([how, [one, several]]) => {
    const domains = Array.isArray(change[how]) ? (change[how] as unknown[]).map(String) : [];
    if (domains.length === 0) return [];
    return [`${domains.join(', ')} ${domains.length === 1 ? one : several}`];
  });
}

const asRecord = (given: unknown): Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
