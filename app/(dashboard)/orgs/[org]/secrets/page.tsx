import { KeyRound, Plus, SearchX } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { SearchBox } from '@/components/search-box';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { DeletedToast } from './deleted-toast';
import { SecretTable } from './secret-table';

export const generateMetadata = titleWithin('Secrets');

const PAGE_SIZE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function SecretsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/secrets`;
  const q = oneOf(given.q)?.slice(0, 200);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(base, { q, after, before }), (vault, caller) =>
    vault.listSecrets(caller, { organizationId: org, search: q, limit: PAGE_SIZE, after, before }),
  );
  const mayCreate = may(await currentSession(), 'secret.create', org);
  const create = (
    <LinkButton href={`${base}/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
      New secret
    </LinkButton>
  );
  const started = Boolean(q || after || before);

  return (
    <>
      <PageHeader
        title="Secrets"
        description="Names and who changed them. A value is fetched only when somebody reveals or copies it, and that is recorded."
        actions={mayCreate && (page.items.length > 0 || started) ? create : undefined}
      />
      <DeletedToast organizationId={org} secretId={oneOf(given.deleted)} />
      {(page.items.length > 0 || started) && (
        <div className="mb-4">
          <SearchBox action={base} label="Search by name" defaultValue={q} />
        </div>
      )}
      <Card padded={false}>
        {page.items.length > 0 ? (
          <SecretTable base={base} secrets={page.items} />
        ) : started ? (
          <EmptyState
            icon={<SearchX />}
            title={q ? 'No name matches' : 'Nothing on this page'}
            text={q ? <>No secret here has “{q}” in its name.</> : 'The list has changed since.'}
            action={<LinkButton href={base}>{q ? 'Clear the search' : 'To the first page'}</LinkButton>}
          />
        ) : (
          <EmptyState
            icon={<KeyRound />}
            title="No secrets yet"
            text="Passwords, tokens, certificates: what this organization must keep, and show to few."
            action={mayCreate && create}
          />
        )}
      </Card>
      <ListPages base={base} page={page} keep={{ q }} />
    </>
  );
}
