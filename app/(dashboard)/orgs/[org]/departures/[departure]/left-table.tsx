import { Badge } from '@/components/badge';
import { RowLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { LeftSecret } from '@/lib/vault';

export function LeftTable({ org, secrets }: { org: string; secrets: readonly LeftSecret[] }) {
  return (
    <Table caption="Secrets to be replaced" columns={columnsOf(org)} rows={secrets} rowKey={({ id }) => id} />
  );
}

const columnsOf = (org: string): Column<LeftSecret>[] => [
  {
    key: 'name',
    header: 'Secret',
    kind: 'primary',
    cell: ({ id, name }) => (
      <RowLink href={`/orgs/${org}/secrets/${id}`} className="font-mono">
        {name}
      </RowLink>
    ),
  },
  {
    key: 'read',
    header: 'They read it',
    className: '@2xl:w-44',
    cell: ({ readAt }) => (readAt ? <Time value={readAt} /> : 'Never'),
  },
  {
    key: 'since',
    header: 'Value from',
    className: '@2xl:w-56',
    cell: ({ valueSince, updatedAt }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
        <Time value={valueSince} />
        {valueSince < updatedAt && <Badge>Rolled back to</Badge>}
      </span>
    ),
  },
];
