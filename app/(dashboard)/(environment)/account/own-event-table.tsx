import { History } from 'lucide-react';
import { EventSentence, placeOf } from '@/app/(dashboard)/orgs/[org]/activity/event-table';
import { type Line, linesOf } from '@/app/(dashboard)/orgs/[org]/activity/lines';
import { CodeText } from '@/components/code-text';
import { EmptyState } from '@/components/empty-state';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { VaultEvent } from '@/lib/vault';
import type { PlaceNames } from './place-names';

type Props = { events: readonly VaultEvent[]; names: PlaceNames };

/** What somebody did, in all places. A session that one organization vouches for may have done nothing there yet. */
export function OwnEventTable({ events, names }: Props) {
  if (events.length === 0) {
    return (
      <EmptyState icon={<History />} title="Nothing yet" text="What you do is told here." headingLevel={3} />
    );
  }
  return (
    <Table
      caption="What you did"
      columns={columnsOf(names)}
      rows={linesOf(events)}
      rowKey={({ event }) => event.id}
    />
  );
}

const columnsOf = (names: PlaceNames): Column<Line>[] => [
  {
    key: 'what',
    header: 'What happened',
    kind: 'primary',
    cell: (line) => <EventSentence org={line.event.organizationId} {...line} />,
  },
  {
    key: 'where',
    header: 'In',
    className: '@2xl:w-40',
    cell: ({ event: { organizationId } }) => (
      <span className="wrap-anywhere">
        {organizationId === null
          ? 'Your account'
          : (names.get(organizationId) ?? <CodeText className="text-xs!">{organizationId}</CodeText>)}
      </span>
    ),
  },
  {
    key: 'from',
    header: 'From',
    className: '@2xl:w-36',
    cell: ({ event }) => placeOf(event),
  },
  {
    key: 'when',
    header: 'When',
    stackedLabel: false,
    className: '@2xl:w-36',
    cell: ({ event }) => <Time value={event.createdAt} />,
  },
];
