import { clsx } from 'clsx';
import { Badge, type Tone } from '@/components/badge';
import { TextLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { ApprovalState, ListedApproval } from '@/lib/vault';
import { DecideRequest } from './decide-request';
import type { RequestsProps } from './waiting-list';
import { WithdrawRequest } from './withdraw-request';

const STATES: Record<ApprovalState, readonly [Tone, string]> = {
  waiting: ['warning', 'Waiting'],
  open: ['success', 'Open'],
  over: ['neutral', 'Approved'],
  expired: ['neutral', 'Not decided'],
  denied: ['danger', 'Denied'],
  withdrawn: ['neutral', 'Withdrawn'],
};

export function PastTable({ requests, ...looks }: RequestsProps) {
  return (
    <Table
      caption="Requests that wait no longer"
      columns={columnsOf(looks)}
      rows={requests}
      rowKey={({ id }) => id}
    />
  );
}

const columnsOf = ({ org, userId, mayDecide }: Omit<RequestsProps, 'requests'>): Column<ListedApproval>[] => [
  {
    key: 'what',
    header: 'Who asked for what',
    kind: 'primary',
    cell: ({ secretId, secretName, requestedBy, reason, state }) => (
      // Beside a button at the right edge, where the table is a list.
      <span className={clsx('block wrap-anywhere', state === 'open' && 'pr-14 @2xl:pr-0')}>
        <span className="font-medium">{requestedBy.name}</span>{' '}
        <TextLink href={`/orgs/${org}/secrets/${secretId}`} className="font-mono">
          {secretName}
        </TextLink>
        <span className="block text-xs text-muted">
          <q>{reason}</q>
        </span>
      </span>
    ),
  },
  {
    key: 'state',
    header: 'State',
    stackedLabel: false,
    className: '@2xl:w-32',
    cell: ({ state }) => <Badge tone={STATES[state][0]}>{STATES[state][1]}</Badge>,
  },
  {
    key: 'decided',
    header: 'Decided',
    className: '@2xl:w-48',
    cell: ({ decidedBy, decidedAt, requestedBy }) =>
      decidedBy && decidedAt ? (
        <>
          <Time value={decidedAt} />
          {decidedBy.id !== requestedBy.id && <span className="text-subtle"> by {decidedBy.name}</span>}
        </>
      ) : (
        'By nobody'
      ),
  },
  {
    key: 'used',
    header: 'First used',
    className: '@2xl:w-32',
    cell: ({ firstUsedAt, state }) => {
      if (firstUsedAt) return <Time value={firstUsedAt} />;
      return state === 'open' ? 'Not yet' : 'Never';
    },
  },
  {
    key: 'end',
    header: 'End it',
    kind: 'actions',
    cell: ({ id, state, requestedBy }) => {
      if (state !== 'open') return null;
      if (requestedBy.id === userId) return <WithdrawRequest id={id} label="Give it up" isOpen />;
      return mayDecide ? <DecideRequest id={id} name={requestedBy.name} isOpen /> : null;
    },
  },
];
