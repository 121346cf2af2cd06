import { SearchX, Trash2 } from 'lucide-react';
import { ContextTags } from '@/app/(dashboard)/_parts/context-tags';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { SearchBox } from '@/components/search-box';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import { purgedFrom, type SecretSummary } from '@/lib/vault';
import { organizationOf, titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { restoreSecretsAction } from '../_parts/bulk-actions';
import { BulkBar } from '../_parts/bulk-bar';
import { chooseColumn } from '../_parts/choose-column';
import { PurgeSecret } from './purge-secret';
import { RestoreSecret } from './restore-secret';

export const generateMetadata = titleWithin('Trash');

const PAGE_SIZE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function TrashPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/trash`;
  const q = oneOf(given.q)?.slice(0, 200);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(base, { q, after, before }), (vault, caller) =>
    vault.listDeletedSecrets(caller, { organizationId: org, search: q, limit: PAGE_SIZE, after, before }),
  );
  const { retentionDays } = await organizationOf(org);
  const session = await currentSession();
  const rights = {
    restore: may(session, 'secret.restore', org),
    purge: may(session, 'secret.purge', org),
  };
  const started = Boolean(q || after || before);
  return (
    <>
      <PageHeader
        title="Trash"
        description={`Deleted secrets. No program and no person can read their values until they are restored, and their names are free for others. After ${retentionDays} days they are destroyed.`}
      />
      {(page.items.length > 0 || started) && (
        <div className="mb-4">
          <SearchBox action={base} label="Search by name" defaultValue={q} />
        </div>
      )}
      <div className="group/bulk">
        <Card padded={false}>
          {page.items.length > 0 ? (
            <Table
              caption="Deleted secrets"
              columns={columnsOf(org, retentionDays, rights)}
              rows={page.items}
              rowKey={({ id }) => id}
            />
          ) : started ? (
            <EmptyState
              icon={<SearchX />}
              title={q ? 'No name matches' : 'Nothing on this page'}
              text={q ? <>Nothing in the trash has “{q}” in its name.</> : 'The list has changed since.'}
              action={<LinkButton href={base}>{q ? 'Clear the search' : 'To the first page'}</LinkButton>}
            />
          ) : (
            <EmptyState
              icon={<Trash2 />}
              title="The trash is empty"
              text={`What somebody deletes stays here for ${retentionDays} days, and can be restored.`}
            />
          )}
        </Card>
        {rights.restore && (
          <BulkBar
            organizationId={org}
            does="restore"
            action={restoreSecretsAction}
            rows={page.items.map(({ id }) => id)}
          />
        )}
      </div>
      <ListPages base={base} page={page} keep={{ q }} />
    </>
  );
}

type Rights = { readonly restore: boolean; readonly purge: boolean };

const columnsOf = (org: string, retentionDays: number, rights: Rights): Column<SecretSummary>[] => [
  ...(rights.restore ? [chooseColumn] : []),
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    // On a phone the buttons stand beside the name.
    className: '@max-2xl:pr-36',
    cell: ({ name, context }) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <CodeText className="text-sm! font-medium">{name}</CodeText>
        <ContextTags context={context} />
      </span>
    ),
  },
  {
    key: 'deleted',
    header: 'Deleted',
    className: '@2xl:w-64',
    cell: ({ deletedAt, deletedByName }) => (
      <>
        {deletedAt && <Time value={deletedAt} />} <span className="text-subtle">by {deletedByName}</span>
      </>
    ),
  },
  {
    key: 'left',
    header: 'Destroyed',
    className: '@2xl:w-36',
    cell: ({ deletedAt }) => {
      if (!deletedAt) return null;
      const from = purgedFrom(deletedAt, retentionDays);
      return from.getTime() > Date.now() ? <Time value={from} /> : 'within the hour';
    },
  },
  ...(rights.restore || rights.purge
    ? [
        {
          key: 'actions',
          header: 'What can be done',
          kind: 'actions' as const,
          cell: ({ id, name }: SecretSummary) => (
            <>
              {rights.restore && <RestoreSecret organizationId={org} secretId={id} name={name} />}
              {rights.purge && <PurgeSecret organizationId={org} secretId={id} name={name} />}
            </>
          ),
        },
      ]
    : []),
];
