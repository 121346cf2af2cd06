import type { Metadata } from 'next';
import { KeyPage, MOST_CHOICES } from '@/app/(dashboard)/_parts/api-keys/key-page';
import { namesApart } from '@/lib/web/names-apart';
import { forPage } from '@/lib/web/page';
import type { Search } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';

export const metadata: Metadata = { title: 'API keys' };

const BASE = '/api-keys';

export default async function ApiKeysPage({ searchParams }: { searchParams: Search }) {
  const organizations = await forPage(BASE, (vault, caller) =>
    vault.listOrganizations(caller, { limit: MOST_CHOICES }),
  );
  return (
    <KeyPage
      base={BASE}
      searchParams={searchParams}
      description="With a key, a program uses the HTTP API. What it does is recorded under the key's name."
      place={{
        organizationId: null,
        everywhere: `All of ${(await currentSession())?.environment.name ?? ''}`,
        organizations: namesApart(organizations.items),
        more: organizations.after !== null,
      }}
    />
  );
}
