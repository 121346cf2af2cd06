import { TerminalSquare } from 'lucide-react';
import type { Metadata } from 'next';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { Table } from '@/components/table';
import { namesApart } from '@/lib/web/names-apart';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';
import { columnsOf } from './columns';
import { NewKeyButton, NewKeyFrame } from './new-key';

export const metadata: Metadata = { title: 'API keys' };

const PAGE_SIZE = 50;
const MOST_CHOICES = 100;
const BASE = '/api-keys';

export default async function ApiKeysPage({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const { page, organizations } = await forPage(
    withSearch(BASE, { after, before }),
    async (vault, caller) => ({
      page: await vault.listApiKeys(caller, { limit: PAGE_SIZE, after, before }),
      organizations: await vault.listOrganizations(caller, { limit: MOST_CHOICES }),
    }),
  );
  const environmentName = (await currentSession())?.environment.name ?? '';
  const choices = namesApart(organizations.items);
  const button = (
    <NewKeyButton
      environmentName={environmentName}
      organizations={choices}
      more={organizations.after !== null}
    />
  );
  return (
    <NewKeyFrame>
      <PageHeader
        title="API keys"
        description="With a key, a program uses the HTTP API. What it does is recorded under the key's name."
        actions={page.items.length > 0 && button}
      />
      <noscript>
        <p className="mb-4 text-sm text-muted">
          To make and to revoke keys needs scripts, which this browser does not run. On the server's own
          machine the command line does it too.
        </p>
      </noscript>
      <Card padded={false}>
        {page.items.length > 0 ? (
          <Table
            caption="API keys"
            columns={columnsOf(environmentName, choices)}
            rows={page.items}
            rowKey={({ id }) => id}
          />
        ) : (
          <EmptyState
            icon={<TerminalSquare />}
            title="No API key yet"
            text="Make one for each program, so that each can be told apart and revoked alone."
            action={button}
          />
        )}
      </Card>
      <ListPages base={BASE} page={page} />
    </NewKeyFrame>
  );
}
