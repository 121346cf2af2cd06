import { Download, KeyRound, Plus, SearchX, Upload } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { deleteSecretsAction } from '../_parts/bulk-actions';
import { BulkBar } from '../_parts/bulk-bar';
import { DeletedToast } from './deleted-toast';
import { chipsOf, filtersOf, listInput } from './filters';
import { ListTools } from './list-tools';
import { SecretTable } from './secret-table';

export const generateMetadata = titleWithin('Secrets');

const PAGE_SIZE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function SecretsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/secrets`;
  const filters = filtersOf(given);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(base, { ...filters, after, before }), (vault, caller) =>
    vault.listSecrets(caller, {
      ...listInput(filters),
      organizationId: org,
      limit: PAGE_SIZE,
      after,
      before,
    }),
  );
  const session = await currentSession();
  const mayCreate = may(session, 'secret.create', org);
  const mayDelete = may(session, 'secret.delete', org);
  const create = (
    <LinkButton href={`${base}/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
      New secret
    </LinkButton>
  );
  const transfers = (
    <>
      {may(session, 'secret.import', org) && (
        <LinkButton href={`/orgs/${org}/import`} icon={<Upload aria-hidden="true" />}>
          Import
        </LinkButton>
      )}
      {may(session, 'secret.export', org) && page.items.length > 0 && (
        <LinkButton href={`/orgs/${org}/export`} icon={<Download aria-hidden="true" />}>
          Export
        </LinkButton>
      )}
    </>
  );
  const filtered = chipsOf(filters).length > 0;
  const started = Boolean(filters.q || filtered || after || before);

  return (
    <>
      <PageHeader
        title="Secrets"
        description="Names and who changed them. A value is fetched only when somebody reveals or copies it, and that is recorded."
        actions={
          mayCreate && (page.items.length > 0 || started) ? (
            <>
              {transfers}
              {create}
            </>
          ) : undefined
        }
      />
      <DeletedToast organizationId={org} secretId={oneOf(given.deleted)} />
      {(page.items.length > 0 || started) && <ListTools base={base} filters={filters} />}
      <div className="group/bulk">
        <Card padded={false}>
          {page.items.length > 0 ? (
            <SecretTable base={base} secrets={page.items} mayChoose={mayDelete} />
          ) : started ? (
            <NothingFound base={base} q={filters.q} filtered={filtered} />
          ) : (
            <EmptyState
              icon={<KeyRound />}
              title="No secrets yet"
              text="Passwords, tokens, certificates: what this organization must keep, and show to few."
              action={
                mayCreate && (
                  <>
                    {create}
                    {transfers}
                  </>
                )
              }
            />
          )}
        </Card>
        {mayDelete && (
          <BulkBar
            organizationId={org}
            does="delete"
            action={deleteSecretsAction}
            rows={page.items.map(({ id }) => id)}
          />
        )}
      </div>
      <ListPages base={base} page={page} keep={{ ...filters }} order={filters.sort && 'by name'} />
    </>
  );
}

function NothingFound({ base, q, filtered }: { base: string; q: string | undefined; filtered: boolean }) {
  const { title, text, way } = wordsOf(q, filtered);
  return (
    <EmptyState
      icon={<SearchX />}
      title={title}
      text={text}
      action={<LinkButton href={base}>{way}</LinkButton>}
    />
  );
}

function wordsOf(q: string | undefined, filtered: boolean) {
  if (filtered) {
    const text = 'No secret here is what the search and the filters ask for.';
    return { title: 'No secret matches', text, way: 'Clear everything' };
  }
  if (q) {
    const text = `No secret here has “${q}” in its name.`;
    return { title: 'No name matches', text, way: 'Clear the search' };
  }
  return { title: 'Nothing on this page', text: 'The list has changed since.', way: 'To the first page' };
}
