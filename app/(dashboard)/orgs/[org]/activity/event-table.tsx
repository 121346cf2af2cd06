import type { ReactNode } from 'react';
import { Badge } from '@/components/badge';
import { CodeText } from '@/components/code-text';
import { TextLink } from '@/components/link';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { VaultEvent } from '@/lib/vault';
import type { Line } from './lines';
import { OPENED, sentenceOf, whoOf } from './sentence';

export function EventTable({ org, lines }: { org: string; lines: readonly Line[] }) {
  return <Table caption="Activity" columns={columnsOf(org)} rows={lines} rowKey={({ event }) => event.id} />;
}

const columnsOf = (org: string): Column<Line>[] => [
  {
    key: 'what',
    header: 'What happened',
    kind: 'primary',
    cell: (line) => <EventSentence org={org} {...line} />,
  },
  {
    key: 'from',
    header: 'From',
    className: '@2xl:w-40',
    cell: ({ event }) => placeOf(event),
  },
  {
    key: 'when',
    header: 'When',
    stackedLabel: false,
    className: '@2xl:w-40',
    cell: ({ event }) => <Time value={event.createdAt} />,
  },
];

const PLACES = { api: 'The API', dashboard: 'The dashboard', system: 'The server itself' } as const;

/** From where something was done. */
export const placeOf = ({ address, actor }: VaultEvent): ReactNode =>
  address ? <CodeText>{plainAddress(address)}</CodeText> : PLACES[actor.source];

/** Who did what to which secret, as one sentence. `org` null: the secret is the environment's own, and has no page. */
export function EventSentence({ org, event, opened }: { org: string | null } & Line) {
  const { actor, secretId, data } = event;
  const { verb, object, rest, reason } = opened ? OPENED : sentenceOf(event);
  const name = typeof data.kv_name === 'string' ? data.kv_name : secretId;
  const refused = event.type === 'operation.refused';
  return (
    <span className="wrap-anywhere">
      <span className="font-medium">{whoOf(event)}</span>{' '}
      {actor.source === 'api' && actor.id !== 'nobody' && (
        <>
          <Badge>API key</Badge>{' '}
        </>
      )}
      <span className={refused ? 'text-danger-text' : 'text-muted'}>{verb}</span>
      {object && <span className="font-medium"> {object}</span>}
      {secretId && (
        <>
          {' '}
          {org === null ? (
            <CodeText>{name}</CodeText>
          ) : (
            <TextLink href={`/orgs/${org}/secrets/${secretId}`} className="font-mono">
              {name}
            </TextLink>
          )}
        </>
      )}
      {rest && <span className="text-muted"> {rest}</span>}
      {reason && (
        <>
          <span className="text-muted">, because: </span>
          <q>{reason}</q>
        </>
      )}
    </span>
  );
}

/** An IPv4 address as people write it. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/, '');
