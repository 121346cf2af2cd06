import { amountOf } from '@/app/(dashboard)/_parts/in-words';
import { roleWords } from '@/app/(dashboard)/_parts/rights-words';
import { Badge, type Tone } from '@/components/badge';
import { RowLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { Departure } from '@/lib/vault';

export function DepartureTable({ base, departures }: { base: string; departures: readonly Departure[] }) {
  return <Table caption="Departures" columns={columnsOf(base)} rows={departures} rowKey={({ id }) => id} />;
}

const columnsOf = (base: string): Column<Departure>[] => [
  {
    key: 'who',
    header: 'Who',
    kind: 'primary',
    cell: ({ id, user }) => <RowLink href={`${base}/${id}`}>{user.name}</RowLink>,
  },
  { key: 'role', header: 'Could read as', className: '@2xl:w-72', cell: (departure) => roleWords(departure) },
  {
    key: 'left',
    header: 'Ended',
    className: '@2xl:w-36',
    cell: ({ leftAt }) => <Time value={leftAt} />,
  },
  {
    key: 'state',
    header: 'To be replaced',
    stackedLabel: false,
    className: '@2xl:w-44',
    cell: (departure) => <StateBadge departure={departure} />,
  },
];

const STATES: Record<Exclude<Departure['state'], 'open'>, readonly [Tone, string]> = {
  done: ['success', 'All replaced'],
  closed: ['neutral', 'Closed'],
  reads: ['neutral', 'Reads here again'],
};

export function StateBadge({ departure: { state, left } }: { departure: Departure }) {
  if (state === 'open') return <Badge tone="warning">{amountOf(left, 'secret')} left</Badge>;
  const [tone, words] = STATES[state];
  return <Badge tone={tone}>{words}</Badge>;
}
