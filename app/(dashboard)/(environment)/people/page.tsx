import type { Metadata } from 'next';
import { PeopleLists } from '@/app/(dashboard)/_parts/people/people-lists';
import type { Search } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage({ searchParams }: { searchParams: Search }) {
  const name = (await currentSession())?.environment.name ?? '';
  return (
    <PeopleLists
      place={{ organizationId: null, name }}
      base="/people"
      title="People"
      description="Who runs this installation. Each organization has members of its own beside them."
      searchParams={searchParams}
    />
  );
}
