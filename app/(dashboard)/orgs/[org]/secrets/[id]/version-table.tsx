import { sizeInWords } from '@/app/(dashboard)/_parts/in-words';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Pagination } from '@/components/pagination';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { Page, SecretVersion } from '@/lib/vault';
import type { Place } from './delete-secret';
import { OldVersion } from './old-version';
import { RevealAlone } from './reveal-alone';
import { RollBack } from './roll-back';

export type VersionTableProps = {
  /** The secret's own page. */
  base: string;
  place: Place;
  valuePath: string;
  name: string;
  currentId: string;
  mayRollBack: boolean;
  /** Whoever looks may open values of it now. */
  opens: boolean;
  asksReason: boolean;
  versions: Page<SecretVersion>;
};

const columnsOf = (props: Omit<VersionTableProps, 'base' | 'versions'>): Column<SecretVersion>[] => [
  {
    key: 'number',
    header: 'Version',
    kind: 'primary',
    cell: ({ number, isCurrent, note }) => (
      <>
        <span className="flex items-center gap-2 font-medium tabular-nums">
          {`Version ${number}`}
          {isCurrent && <Badge tone="success">Current</Badge>}
        </span>
        {note && <p className="max-w-prose pb-0.5 text-xs text-muted wrap-anywhere">{note}</p>}
      </>
    ),
  },
  { key: 'when', header: 'Written', cell: ({ createdAt }) => <Time value={createdAt} /> },
  { key: 'who', header: 'By', cell: ({ createdBy }) => createdBy.name },
  { key: 'size', header: 'Size', align: 'end', cell: ({ sizeBytes }) => sizeInWords(sizeBytes) },
  {
    key: 'open',
    header: 'Open',
    kind: 'actions',
    cell: (version) => (version.isCurrent ? null : <OldVersionActions {...props} version={version} />),
  },
];

function OldVersionActions({
  place,
  valuePath,
  name,
  currentId,
  mayRollBack,
  opens,
  asksReason,
  version: { id, number },
}: Omit<VersionTableProps, 'base' | 'versions'> & { version: SecretVersion }) {
  return (
    <>
      {opens && (
        <>
          <OldVersion path={valuePath} name={name} versionId={id} number={number} currentId={currentId} />
          <RevealAlone
            path={valuePath}
            versionId={id}
            label={`Reveal version ${number}`}
            asksReason={asksReason}
          />
        </>
      )}
      {mayRollBack && <RollBack place={place} currentId={currentId} versionId={id} number={number} />}
    </>
  );
}

export function VersionTable({ base, versions, ...props }: VersionTableProps) {
  return (
    <Card title="Versions" padded={false}>
      <Table
        caption={`Versions of ${props.name}`}
        columns={columnsOf(props)}
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
