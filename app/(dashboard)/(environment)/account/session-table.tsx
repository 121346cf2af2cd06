import { Badge } from '@/components/badge';
import { CodeText } from '@/components/code-text';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { OwnSession } from '@/lib/vault';
import { EndSession } from './end-session';

export function SessionTable({ sessions }: { sessions: readonly OwnSession[] }) {
  return <Table caption="Your sessions" columns={COLUMNS} rows={sessions} rowKey={({ id }) => id} />;
}

const METHODS = { password: 'password', passkey: 'passkey', sso: 'single sign-on' } as const;
const deviceOf = ({ device }: OwnSession): string => device ?? 'A browser that does not say what it is';

const COLUMNS: Column<OwnSession>[] = [
  {
    key: 'device',
    header: 'Device',
    kind: 'primary',
    cell: (session) => (
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">{deviceOf(session)}</span>
        {session.isThis && <Badge tone="success">This one</Badge>}
      </span>
    ),
  },
  {
    key: 'place',
    header: 'From',
    cell: ({ address }) => (address ? <CodeText>{address.replace(/^::ffff:/, '')}</CodeText> : 'Not known'),
  },
  {
    key: 'began',
    header: 'Signed in',
    cell: ({ createdAt, method, providerName }) => (
      <>
        <Time value={createdAt} /> <span className="text-subtle">by {providerName ?? METHODS[method]}</span>
      </>
    ),
  },
  {
    key: 'seen',
    header: 'Last seen',
    cell: ({ lastSeenAt, createdAt }) => <Time value={lastSeenAt ?? createdAt} />,
  },
  {
    key: 'end',
    header: 'End',
    kind: 'actions',
    cell: (session) => (session.isThis ? null : <EndSession id={session.id} device={deviceOf(session)} />),
  },
];
