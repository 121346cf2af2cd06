import { Building2, Plus, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { SearchBox } from '@/components/search-box';
import type { Organization, Page } from '@/lib/vault';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { belongsNowhere, currentSession, may } from '@/lib/web/session';
import { ClosedOrganizations } from './closed-organizations';
import { OrganizationTable } from './organization-table';
import { Summary } from './summary';

export const metadata: Metadata = { title: 'Organizations' };

const PAGE_SIZE = 50;
const BASE = '/orgs';
const NONE: Page<Organization> = { items: [], before: null, after: null };

export default async function OrganizationsPage({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  const q = oneOf(given.q)?.slice(0, 200);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const path = withSearch(BASE, { q, after, before });
  const session = await currentSession();
  const page =
    session && belongsNowhere(session)
      ? NONE
      : await forPage(path, (vault, caller) =>
          vault.listOrganizations(caller, { search: q, limit: PAGE_SIZE, after, before }),
        );
  const figures =
    page.items.length > 0
      ? await forPage(path, (vault, caller) =>
          vault.listFigures(caller, { organizationIds: page.items.map(({ id }) => id) }),
        )
      : [];
  const mayCreate = may(session, 'organization.create', null);
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
      <ClosedOrganizations path={path} />
      {(page.items.length > 0 || started) && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <SearchBox action={BASE} label="Search by name" defaultValue={q} />
          <Summary path={path} />
        </div>
      )}
      <Card padded={false}>
        {page.items.length > 0 ? (
          <OrganizationTable
            organizations={page.items}
            figures={figures}
            decides={(id) => may(session, 'approval.decide', id)}
          />
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
                : 'There is none that you can open as you are signed in. An administrator can change that.'
            }
            action={create}
          />
        )}
      </Card>
      <ListPages base={BASE} page={page} keep={{ q }} />
    </>
  );
}
