import type { Caller, Vault } from '@/lib/vault';

export interface Ids {
  readonly organizationId: string;
  /** Was really sealed. */
  readonly secretId: string;
  /** As many were made before it as after it. */
  readonly middleId: string;
}

export interface Page {
  readonly name: string;
  /** Its address in the dashboard, after that of the organization. */
  readonly path: (ids: Ids) => string;
  /** What it asks of the vault, beside who is signed in and the frame. */
  readonly operate: (vault: Vault, caller: Caller, ids: Ids) => Promise<unknown>;
  /** Looks at every name until a page is full, which nothing ever fills. */
  readonly readsOn?: true;
}

const LIMIT = 50;
type ListInput = Parameters<Vault['listSecrets']>[1];

const list = (
  name: string,
  search: (ids: Ids) => string,
  input: (ids: Ids) => ListInput,
  more: Pick<Page, 'readsOn'> = {},
): Page => ({
  name,
  path: (ids) => `/secrets${search(ids)}`,
  operate: (vault, caller, ids) =>
    vault.listSecrets(caller, { organizationId: ids.organizationId, limit: LIMIT, ...input(ids) }),
  ...more,
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

export const PAGES: readonly Page[] = [
  list(
    'secrets, first page',
    () => '',
    () => ({}),
  ),
  list(
    'secrets, a page in the middle',
    ({ middleId }) => `?after=${middleId}`,
    ({ middleId }) => ({ after: middleId }),
  ),
  list(
    'secrets by name',
    () => '?sort=name',
    () => ({ sort: 'name', order: 'asc' }),
  ),
  list(
    'secrets whose name starts so',
    () => '?sort=name&prefix=team-07/',
    () => ({ sort: 'name', order: 'asc', prefix: 'team-07/' }),
  ),
  list(
    'secrets never read',
    () => '?unread=1',
    () => ({ neverRead: true }),
  ),
  {
    name: 'trash',
    path: () => '/trash',
    operate: (vault, caller, { organizationId }) =>
      vault.listDeletedSecrets(caller, { organizationId, limit: LIMIT }),
  },
  {
    name: 'overview',
    path: () => '/overview',
    operate: (vault, caller, { organizationId }) => vault.describeOverview(caller, { organizationId }),
  },
  {
    name: 'activity',
    path: () => '/activity',
    operate: (vault, caller, { organizationId }) =>
      vault.listEvents(caller, { organizationId, limit: LIMIT }),
  },
  {
    name: 'one secret',
    path: ({ secretId }) => `/secrets/${secretId}`,
    operate: (vault, caller, { secretId }) => vault.describeSecret(caller, { id: secretId }),
  },
  {
    name: 'its value',
    path: ({ secretId }) => `/secrets/${secretId}/value`,
    operate: (vault, caller, { secretId }) => vault.readSecret(caller, { id: secretId }),
  },
  list(
    'due within 30 days',
    () => '?due=30',
    () => ({ dueUntil: inDays(30) }),
  ),
  list(
    'search for a rare part of a name',
    () => '?q=needle',
    () => ({ search: 'needle' }),
    { readsOn: true },
  ),
  list(
    'not replaced for 900 days: none is',
    () => '?idle=900',
    () => ({ updatedBefore: inDays(-900) }),
    { readsOn: true },
  ),
];
