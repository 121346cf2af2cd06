import { roleName } from '@/app/(dashboard)/_parts/people/roles';
import { Badge } from '@/components/badge';
import { TextLink } from '@/components/link';
import type { Account } from '@/lib/vault';

/** Where somebody has a role, the whole installation first. */
export function Places({ roles, environmentName }: { roles: Account['roles']; environmentName: string }) {
  if (roles.length === 0) {
    return (
      <p className="text-sm text-muted">
        You have no role anywhere. An administrator can give you one, or invite you.
      </p>
    );
  }
  const inOrder = roles.toSorted(
    (a, b) =>
      Number(a.organizationId !== null) - Number(b.organizationId !== null) ||
      (a.organizationName ?? '').localeCompare(b.organizationName ?? ''),
  );
  return (
    <ul className="-my-2.5 divide-y text-sm">
      {inOrder.map(({ organizationId, organizationName, role, countsHere }) => (
        <li
          key={organizationId ?? 'environment'}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5"
        >
          <span className="min-w-0 wrap-anywhere">
            {organizationId === null ? (
              <>All of {environmentName}</>
            ) : countsHere ? (
              <TextLink href={`/orgs/${organizationId}/secrets`}>{organizationName}</TextLink>
            ) : (
              organizationName
            )}
            {!countsHere && (
              <span className="block text-xs text-subtle">
                Not in this session: this organization wants you to sign in at its own identity provider.
              </span>
            )}
          </span>
          <Badge>{roleName(role as Parameters<typeof roleName>[0])}</Badge>
        </li>
      ))}
    </ul>
  );
}
