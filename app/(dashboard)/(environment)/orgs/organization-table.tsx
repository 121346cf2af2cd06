import { amountOf, countInWords } from '@/app/(dashboard)/_parts/in-words';
import { whoOf } from '@/app/(dashboard)/orgs/[org]/activity/sentence';
import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { CodeText } from '@/components/code-text';
import { Link, RowLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import { HEALTH, type Organization, type OrganizationFigures } from '@/lib/vault';

type Row = Organization & {
  readonly figures: OrganizationFigures | undefined;
  /** Whether this person is among those whom requests wait for. */
  readonly decides: boolean;
};

export type OrganizationTableProps = {
  organizations: readonly Organization[];
  figures: readonly OrganizationFigures[];
  decides: (organizationId: string) => boolean;
};

export function OrganizationTable({ organizations, figures, decides }: OrganizationTableProps) {
  const byId = new Map(figures.map((one) => [one.organizationId, one]));
  const rows = organizations.map((one) => ({ ...one, figures: byId.get(one.id), decides: decides(one.id) }));
  return <Table caption="Organizations" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />;
}

const COLUMNS: Column<Row>[] = [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ id, name, externalId }) => (
      <span className="flex items-center gap-2.5">
        <Avatar name={name} shape="square" />
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <RowLink href={`/orgs/${id}/secrets`}>{name}</RowLink>
          {externalId && <CodeText className="text-xs! text-subtle">{externalId}</CodeText>}
        </span>
      </span>
    ),
  },
  {
    key: 'secrets',
    header: 'Secrets',
    align: 'end',
    className: '@2xl:w-24',
    cell: ({ figures }) => figures?.liveSecrets.toLocaleString('en'),
  },
  {
    key: 'todo',
    header: 'To do',
    stackedLabel: false,
    className: 'empty:hidden @2xl:w-44 @2xl:empty:table-cell',
    cell: ({ id, figures, decides }) =>
      figures && (
        <>
          {figures.due.count > 0 && (
            <Todo href={`/orgs/${id}/secrets?due=${HEALTH.dueDays}`}>
              {amountOf(figures.due, 'due', 'due')}
            </Todo>
          )}
          {decides && figures.waiting.count > 0 && (
            <Todo href={`/orgs/${id}/approvals`}>{amountOf(figures.waiting, 'request')}</Todo>
          )}
        </>
      ),
  },
  {
    key: 'members',
    header: 'Members',
    align: 'end',
    className: '@2xl:w-24',
    cell: ({ figures }) => figures && countInWords(figures.members),
  },
  {
    key: 'activity',
    header: 'Last activity',
    className: '@2xl:w-64',
    cell: ({ figures }) =>
      figures?.lastEvent ? (
        <>
          <Time value={figures.lastEvent.createdAt} />{' '}
          <span className="text-subtle">by {whoOf(figures.lastEvent)}</span>
        </>
      ) : (
        'none yet'
      ),
  },
];

function Todo({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="relative z-1 mr-1.5 inline-flex min-h-6 items-center last:mr-0 touch:min-h-11"
    >
      <Badge tone="warning">{children}</Badge>
    </Link>
  );
}
