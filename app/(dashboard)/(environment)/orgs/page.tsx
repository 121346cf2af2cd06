import { Building2, Plus, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Avatar } from '@/components/avatar';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { EmptyState } from '@/components/empty-state';
import { RowLink } from '@/components/link';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { SearchBox } from '@/components/search-box';
import { type Column, Table } from '@/components/table';
import { Time } from '@/components/time';
import type { Organization } from '@/lib/vault';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Organizations' };

const PAGE_SIZE = 50;
const BASE = '/orgs';

export default async function OrganizationsPage({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  const q = oneOf(given.q)?.slice(0, 200);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(BASE, { q, after, before }), (vault, caller) =>
    vault.listOrganizations(caller, { search: q, limit: PAGE_SIZE, after, before }),
  );
  const mayCreate = may(await currentSession(), 'organization.create', null);
  const started = Boolean(q || after || before);
  const create = mayCreate && (
    <LinkButton href={`${BASE}/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
      New organization
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Organizations"
        description="Each has its own secrets, its own keys and its own trail."
        actions={(page.items.length > 0 || started) && create}
      />
      {(page.items.length > 0 || started) && (
        <div className="mb-4">
          <SearchBox action={BASE} label="Search by name" defaultValue={q} />
        </div>
      )}
      <Card padded={false}>
        {page.items.length > 0 ? (
          <Table caption="Organizations" columns={COLUMNS} rows={page.items} rowKey={({ id }) => id} />
        ) : started ? (
          <EmptyState
            icon={<SearchX />}
            title={q ? 'No name matches' : 'Nothing on this page'}
            text={q ? <>No organization of yours has “{q}” in its name.</> : 'The list has changed since.'}
            action={<LinkButton href={BASE}>{q ? 'Clear the search' : 'To the first page'}</LinkButton>}
          />
        ) : (
          <EmptyState
            icon={<Building2 />}
            title="No organization yet"
            text={
              mayCreate
                ? 'Secrets belong to organizations: make the first one.'
                : 'You belong to none so far. An administrator can change that.'
            }
            action={create}
          />
        )}
      </Card>
      <ListPages base={BASE} page={page} keep={{ q }} />
    </>
  );
}

const COLUMNS: Column<Organization>[] = [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ id, name }) => (
      <span className="flex items-center gap-2.5">
        <Avatar name={name} shape="square" />
        <RowLink href={`/orgs/${id}/secrets`}>{name}</RowLink>
      </span>
    ),
  },
  {
    key: 'id',
    header: 'Id',
    stackedLabel: false,
    cell: ({ id }) => <CodeText className="text-xs!">{id}</CodeText>,
  },
  {
    key: 'external',
    header: 'External id',
    className: '@2xl:w-40',
    cell: ({ externalId }) =>
      externalId === null ? '–' : <CodeText className="text-xs!">{externalId}</CodeText>,
  },
  {
    key: 'created',
    header: 'Created',
    className: '@2xl:w-36',
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
];
