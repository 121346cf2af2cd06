import { Badge } from '@/components/badge';
import { CodeText } from '@/components/code-text';
import type { Column } from '@/components/table';
import { Time } from '@/components/time';
import type { ApiKey } from '@/lib/vault';
import type { NameApart } from '@/lib/web/names-apart';
import { RevokeKey } from './revoke-key';

export const columnsOf = (environmentName: string, organizations: readonly NameApart[]): Column<ApiKey>[] => [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ name, hint, revokedAt }) => (
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={revokedAt ? 'text-muted line-through' : 'font-medium'}>{name}</span>
        <CodeText className="text-xs! text-subtle">…{hint}</CodeText>
        {revokedAt && (
          <Badge tone="danger">
            Revoked <Time value={revokedAt} />
          </Badge>
        )}
      </span>
    ),
  },
  {
    key: 'reach',
    header: 'Reach',
    cell: ({ organizationId }) =>
      organizationId === null
        ? `All of ${environmentName}`
        : reachOf(
            organizations.find(({ id }) => id === organizationId),
            organizationId,
          ),
  },
  {
    key: 'created',
    header: 'Created',
    cell: ({ createdAt, createdByName }) => (
      <>
        <Time value={createdAt} /> <span className="text-subtle">by {createdByName}</span>
      </>
    ),
  },
  {
    key: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time value={lastUsedAt} /> : 'Never'),
  },
  {
    key: 'revoke',
    header: 'Revoke',
    kind: 'actions',
    cell: ({ id, name, revokedAt }) => (revokedAt ? null : <RevokeKey id={id} name={name} />),
  },
];

function reachOf(known: NameApart | undefined, id: string) {
  if (!known) return <CodeText className="text-xs!">{id}</CodeText>;
  return (
    <span className="wrap-anywhere">
      {known.name}
      {known.detail && <span className="text-subtle"> ({known.detail})</span>}
    </span>
  );
}
