import { Badge } from '@/components/badge';
import { CodeText } from '@/components/code-text';
import { TextLink } from '@/components/link';
import { LinkButton } from '@/components/link-button';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { Receipt } from '@/lib/vault';
import { withSearch } from '@/lib/web/search';
import { type Grouping, howWords, type ReceiptLine, strangerWords } from './receipt-words';

type Props = {
  org: string;
  caption: string;
  lines: readonly ReceiptLine[];
  /** What all of the lines have in common, and is not said in each. */
  of?: Grouping | undefined;
  /** Whoever looks may see why a reader could. */
  explains: boolean;
};

export function ReceiptTable({ org, caption, lines, of, explains }: Props) {
  const columns = columnsOf(org).filter(({ key }) => key !== of && (explains || key !== 'why'));
  return <Table caption={caption} columns={columns} rows={lines} rowKey={({ newest }) => newest.id} />;
}

const columnsOf = (org: string): Column<ReceiptLine>[] => [
  {
    key: 'reader',
    header: 'Who',
    kind: 'primary',
    cell: ({ newest }) => <ReaderName org={org} receipt={newest} />,
  },
  {
    key: 'secret',
    header: 'Secret',
    cell: ({ newest: { secret } }) => (
      <TextLink href={`/orgs/${org}/secrets/${secret.id}`} className="font-mono wrap-anywhere">
        {secret.name}
      </TextLink>
    ),
  },
  {
    key: 'how',
    header: 'How',
    stackedLabel: false,
    className: '@2xl:w-44',
    cell: ({ newest, times }) => (
      <span className="wrap-anywhere">
        {howWords(newest)}
        {times > 1 && `, ${times} times`}
        {newest.reason && <span className="block text-subtle">“{newest.reason}”</span>}
        {newest.approvalId && <span className="block text-subtle">With an approval</span>}
      </span>
    ),
  },
  {
    key: 'from',
    header: 'From',
    className: '@2xl:w-32',
    cell: ({ newest: { address } }) =>
      address ? <CodeText>{address.replace(/^::ffff:/, '')}</CodeText> : '–',
  },
  {
    key: 'when',
    header: 'When',
    stackedLabel: false,
    className: '@2xl:w-32',
    cell: ({ newest, times, since }) => (
      <>
        <Time value={newest.at} />
        {times > 1 && (
          <span className="block text-xs text-subtle">
            since <Time value={since} />
          </span>
        )}
      </>
    ),
  },
  {
    key: 'why',
    header: 'Why',
    kind: 'actions',
    cell: ({ newest: { reader, secret } }) => (
      <LinkButton
        size="sm"
        variant="ghost"
        href={withSearch(`/orgs/${org}/secrets/${secret.id}/access`, { of: reader.id })}
        aria-label={`Why: ${reader.name} and ${secret.name}`}
      >
        Why
      </LinkButton>
    ),
  },
];

/** A reader, and as what they came where that is not as one of the organization's own. */
export function ReaderName({ org, receipt }: { org: string; receipt: Receipt }) {
  const { reader } = receipt;
  const stranger = strangerWords(receipt);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <TextLink
        href={withSearch(`/orgs/${org}/receipts`, { reader: reader.id })}
        className="font-medium wrap-anywhere"
      >
        {reader.name}
      </TextLink>
      {reader.kind === 'key' && !stranger && <Badge>API key</Badge>}
      {stranger && <Badge tone="warning">{stranger}</Badge>}
      {reader.maker && <span className="text-xs text-subtle">made by {reader.maker.name}</span>}
    </span>
  );
}
