import { KeyRound, UserRound } from 'lucide-react';
import { RowLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import type { Bearer } from '@/lib/vault';
import { withSearch } from '@/lib/web/search';
import { SHORT } from './explanation-words';

/** Everybody who bears a right here, with what of it reaches this secret. A row leads to the reasons. */
export function BearerTable({
  base,
  bearers,
  chosen,
}: {
  base: string;
  bearers: readonly Bearer[];
  chosen: string | undefined;
}) {
  return (
    <Table
      caption="Who may do what with this secret"
      columns={columnsOf(base, chosen)}
      rows={bearers}
      rowKey={({ id }) => id}
    />
  );
}

const columnsOf = (base: string, chosen: string | undefined): Column<Bearer>[] => [
  {
    key: 'name',
    header: 'Who',
    kind: 'primary',
    cell: ({ id, name, kind, hint }) => {
      const Icon = kind === 'key' ? KeyRound : UserRound;
      return (
        <span className="flex items-center gap-2.5">
          <Icon aria-hidden="true" className="size-4 shrink-0 text-subtle" />
          <RowLink href={withSearch(base, { of: id })} aria-current={id === chosen ? 'true' : undefined}>
            {name}
            {hint && <span className="font-normal text-subtle"> ends in {hint}</span>}
          </RowLink>
        </span>
      );
    },
  },
  {
    key: 'kind',
    header: 'Kind',
    stackedLabel: false,
    className: '@2xl:w-28',
    cell: ({ kind }) => (kind === 'key' ? 'API key' : 'Person'),
  },
  {
    key: 'may',
    header: 'May',
    className: '@2xl:w-80',
    cell: ({ may }) => (may.length > 0 ? may.map((one) => SHORT[one]).join(', ') : 'Nothing'),
  },
];
