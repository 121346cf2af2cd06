import type { Metadata } from 'next';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { OwnEventTable } from '../own-event-table';
import { placeNamesOf } from '../place-names';

export const metadata: Metadata = { title: 'What you did' };

const PAGE_SIZE = 50;
const BASE = '/account/activity';

export default async function OwnActivityPage({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const { page, names } = await forPage(withSearch(BASE, { after, before }), async (vault, caller) => ({
    page: await vault.listOwnEvents(caller, { limit: PAGE_SIZE, after, before }),
    names: await placeNamesOf(vault, caller, (await vault.describeAccount(caller, {})).roles),
  }));
  return (
    <>
      <PageHeader
        title="What you did"
        description="As the trail has it, in places where you still have a role."
        breadcrumbs={
          <Breadcrumbs items={[{ label: 'Your account', href: '/account' }, { label: 'What you did' }]} />
        }
      />
      <Card padded={false}>
        <OwnEventTable events={page.items} names={names} />
      </Card>
      <ListPages base={BASE} page={page} />
    </>
  );
}
