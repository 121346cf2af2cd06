import { DoorOpen } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { DepartureTable } from './departure-table';

export const generateMetadata = titleWithin('Departures');

const PAGE_SIZE = 20;

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function DeparturesPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/departures`;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const page = await forPage(withSearch(base, { after, before }), (vault, caller) =>
    vault.listDepartures(caller, { organizationId: org, limit: PAGE_SIZE, after, before }),
  );
  return (
    <>
      <PageHeader
        title="Departures"
        description="Who could read secrets of this organization and no longer can. Each leaves a list of the secrets that still have the values of then. It gets shorter by itself as they are replaced."
      />
      <Card padded={false}>
        {page.items.length > 0 ? (
          <DepartureTable base={base} departures={page.items} />
        ) : (
          <EmptyState
            icon={<DoorOpen />}
            title="Nobody has left"
            text="When somebody loses the right to read secrets here, what they could read is listed here to be replaced."
          />
        )}
      </Card>
      <ListPages base={base} page={page} />
    </>
  );
}
