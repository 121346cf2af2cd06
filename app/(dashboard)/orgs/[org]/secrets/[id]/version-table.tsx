import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Pagination } from '@/components/pagination';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { Page, SecretVersion } from '@/lib/vault';
import { OldVersion } from './old-version';

export type VersionTableProps = {
  /** The secret's own page. */
  base: string;
  valuePath: string;
  name: string;
  versions: Page<SecretVersion>;
};

const columnsOf = (valuePath: string, name: string): Column<SecretVersion>[] => [
  {
    key: 'number',
    header: 'Version',
    kind: 'primary',
    cell: ({ number, isCurrent }) => (
      <span className="flex items-center gap-2 font-medium tabular-nums">
        {`Version ${number}`}
        {isCurrent && <Badge tone="success">Current</Badge>}
      </span>
    ),
  },
  { key: 'when', header: 'Written', cell: ({ createdAt }) => <Time value={createdAt} /> },
  { key: 'who', header: 'By', cell: ({ createdBy }) => createdBy.name },
  { key: 'size', header: 'Size', align: 'end', cell: ({ sizeBytes }) => sizeInWords(sizeBytes) },
  {
    key: 'open',
    header: 'Open',
    kind: 'actions',
    cell: ({ id, number, isCurrent }) =>
      isCurrent ? null : <OldVersion path={valuePath} name={name} versionId={id} number={number} />,
  },
];

export function VersionTable({ base, valuePath, name, versions }: VersionTableProps) {
  return (
    <Card title="Versions" padded={false}>
      <Table
        caption={`Versions of ${name}`}
        columns={columnsOf(valuePath, name)}
        rows={versions.items}
        rowKey={({ id }) => id}
      />
      {(versions.after || versions.before) && (
        <div className="border-t px-4 py-3">
          <Pagination
            previousHref={versions.before ? base : undefined}
            nextHref={versions.after ? `${base}?after=${versions.after}` : undefined}
            summary="Newest first"
          />
        </div>
      )}
    </Card>
  );
}

function sizeInWords(bytes: number): string {
  if (bytes === 1) return '1 byte';
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
