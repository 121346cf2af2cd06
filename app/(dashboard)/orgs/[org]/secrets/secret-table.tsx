import { ContextTags } from '@/app/(dashboard)/_parts/context-tags';
import { ReminderBadge } from '@/app/(dashboard)/_parts/reminder-badge';
import { TagList } from '@/app/(dashboard)/_parts/tag-list';
import { Badge } from '@/components/badge';
import { RowLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { SecretSummary } from '@/lib/vault';
import { chooseColumn } from '../_parts/choose-column';

const columnsOf = (base: string): Column<SecretSummary>[] => [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ id, name, context, tags, expiresAt, remindsAt, restrictedAt, needsApproval }) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <RowLink href={`${base}/${id}`} className="font-mono text-sm">
          {name}
        </RowLink>
        {restrictedAt && <Badge tone="accent">Restricted</Badge>}
        {needsApproval && <Badge tone="warning">Needs approval</Badge>}
        <ContextTags context={context} />
        <TagList tags={tags} />
        <ReminderBadge expiresAt={expiresAt} remindsAt={remindsAt} />
      </span>
    ),
  },
  {
    key: 'version',
    header: 'Version',
    align: 'end',
    className: '@2xl:w-20',
    cell: ({ versionNumber }) => versionNumber,
  },
  {
    key: 'updated',
    header: 'Updated',
    className: '@2xl:w-64',
    cell: ({ updatedAt, updatedByName }) => (
      <>
        <Time value={updatedAt} /> <span className="text-subtle">by {updatedByName}</span>
      </>
    ),
  },
];

export type SecretTableProps = { base: string; secrets: readonly SecretSummary[]; mayChoose: boolean };

export function SecretTable({ base, secrets, mayChoose }: SecretTableProps) {
  const columns = [...(mayChoose ? [chooseColumn] : []), ...columnsOf(base)];
  return <Table caption="Secrets" columns={columns} rows={secrets} rowKey={({ id }) => id} />;
}
