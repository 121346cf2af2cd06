import { clsx } from 'clsx';
import { CodeText } from '@/components/code-text';
import type { Column } from '@/components/table';
import { Time } from '@/components/time';
import type { ApiKey } from '@/lib/vault';
import type { NameApart } from '@/lib/web/names-apart';
import { KeyMenu, type ReplacedKey } from './key-menu';
import { isOver, KeyStateBadge } from './key-state';
import { listed, mayWords, WHY_NOTHING } from './key-words';
import type { KeyPlace } from './place';

export function columnsOf(place: KeyPlace, mayMake: boolean, shown: readonly ApiKey[]): Column<ApiKey>[] {
  const reach: Column<ApiKey> = {
    key: 'reach',
    header: 'For',
    cell: ({ organizationId }) => (place.organizationId === null ? reachOf(place, organizationId) : null),
  };
  const actions: Column<ApiKey> = {
    key: 'actions',
    header: 'Actions',
    kind: 'actions',
    cell: (key) =>
      key.state === 'revoked' ? null : (
        <KeyMenu
          id={key.id}
          name={key.name}
          hint={key.hint}
          canRotate={key.replacedById === null && key.state !== 'organization_deleted'}
          lifetimeDays={lifetimeOf(key)}
          replaces={replacedBy(key, shown)}
        />
      ),
  };
  return [
    { key: 'name', header: 'Name', kind: 'primary', cell: (key) => <NameCell {...key} /> },
    ...(place.organizationId === null ? [reach] : []),
    { key: 'may', header: 'May do', cell: (key) => <MayCell {...key} /> },
    {
      key: 'used',
      header: 'Last used',
      className: '@2xl:whitespace-nowrap',
      cell: ({ lastUsedAt, lastUsedAddress }) =>
        lastUsedAt ? (
          <>
            <Time value={lastUsedAt} />
            {lastUsedAddress && (
              <span className="text-xs text-subtle @2xl:block"> from {lastUsedAddress}</span>
            )}
          </>
        ) : (
          'Never'
        ),
    },
    {
      key: 'ends',
      header: 'Ends',
      className: '@2xl:whitespace-nowrap',
      cell: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt} format="date" /> : 'Never'),
    },
    ...(mayMake ? [actions] : []),
  ];
}

function NameCell(key: ApiKey) {
  const { name, hint, createdAt, createdByName, state } = key;
  const why = WHY_NOTHING[state];
  return (
    <div className="@2xl:py-1">
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={clsx('wrap-anywhere', isOver(key) ? 'text-muted line-through' : 'font-medium')}>
          {name}
        </span>
        <CodeText className="text-xs! text-subtle">…{hint}</CodeText>
        <KeyStateBadge {...key} />
      </span>
      <span className="block text-xs text-subtle">
        Made by {createdByName}, <Time value={createdAt} />
      </span>
      {why && <span className="block max-w-prose text-xs text-danger-text">{why}</span>}
    </div>
  );
}

function MayCell(key: ApiKey) {
  const { scopes, opens, namePrefixes, allowedAddresses, requestsPerMinute } = key;
  const bounds = [
    namePrefixes && `in ${namePrefixes.map((prefix) => `${prefix}…`).join(', ')}`,
    allowedAddresses && `from ${allowedAddresses.join(', ')}`,
    requestsPerMinute !== null && `${requestsPerMinute.toLocaleString('en')} a minute`,
  ].filter(Boolean);
  const lost = !isOver(key) && opens.length > 0 && opens.length < scopes.length;
  return (
    <div className="inline @2xl:block">
      {mayWords(key)}
      {bounds.length > 0 && <span className="text-xs text-subtle @2xl:block"> {bounds.join(' · ')}</span>}
      {lost && (
        <span className="block text-xs text-warning-text">Its maker’s role allows only: {listed(opens)}</span>
      )}
    </div>
  );
}

/** A key that it took the place of, and that still works. */
function replacedBy({ id }: ApiKey, shown: readonly ApiKey[]): ReplacedKey | undefined {
  const old = shown.find(({ replacedById }) => replacedById === id);
  if (!old?.expiresAt || (old.state !== 'works' && old.state !== 'ends_soon')) return undefined;
  return { hint: old.hint, endsAt: old.expiresAt };
}

/** For how many days it was made; null: without an end. */
function lifetimeOf({ createdAt, expiresAt }: ApiKey): number | null {
  if (expiresAt === null) return null;
  return Math.max(1, Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000));
}

function reachOf(place: Extract<KeyPlace, { organizationId: null }>, id: string | null) {
  if (id === null) return place.everywhere;
  const known: NameApart | undefined = place.organizations.find((one) => one.id === id);
  if (!known) return <CodeText className="text-xs!">{id}</CodeText>;
  return (
    <span className="wrap-anywhere">
      {known.name}
      {known.detail && <span className="text-subtle"> ({known.detail})</span>}
    </span>
  );
}
