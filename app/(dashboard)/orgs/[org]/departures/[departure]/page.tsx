import { CircleCheck } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { roleWords } from '@/app/(dashboard)/_parts/rights-words';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { Time } from '@/components/time';
import { type Departure, LIMITS } from '@/lib/vault';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { StateBadge } from '../departure-table';
import { CloseDeparture } from './close-departure';
import { LeftTable } from './left-table';

export const generateMetadata = titleWithin('What somebody who left could read');

const PAGE_SIZE = 50;

type Props = { params: Promise<{ org: string; departure: string }>; searchParams: Search };

/** A work list: what somebody could read when they left, and still has the value of then. */
export default async function DeparturePage({ params, searchParams }: Props) {
  const { org, departure: id } = await params;
  const given = await searchParams;
  const list = `/orgs/${org}/departures`;
  const base = `${list}/${id}`;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const path = withSearch(base, { after, before });
  const { departure, secrets } = await forPage(path, (vault, caller) =>
    vault.describeDeparture(caller, { organizationId: org, id, limit: PAGE_SIZE, after, before }),
  );
  const session = await currentSession();
  return (
    <>
      <PageHeader
        title={departure.user.name}
        badge={<StateBadge departure={departure} />}
        description={
          <>
            Could read as {roleWords(departure)}. That ended <Time value={departure.leftAt} />.
            {departure.state === 'open' &&
              ' Give each of these a new value: then it leaves the list. To roll back to an old value is not enough.'}
          </>
        }
        breadcrumbs={
          <Breadcrumbs items={[{ label: 'Departures', href: list }, { label: departure.user.name }]} />
        }
      />
      <div className="flex flex-col gap-4">
        <Card padded={false}>
          {departure.state === 'open' ? (
            <LeftTable org={org} secrets={secrets.items} />
          ) : (
            <EmptyState icon={<CircleCheck />} title="Nothing left to do" text={DONE[departure.state]} />
          )}
        </Card>
        <ListPages base={base} page={secrets} order="oldest value first" />
        {departure.state === 'open' && may(session, 'departure.close', org) && (
          <CloseDeparture organizationId={org} departureId={id} reasonChars={LIMITS.reasonChars} />
        )}
      </div>
    </>
  );
}

const DONE: Record<Exclude<Departure['state'], 'open'>, string> = {
  done: 'Every secret that they could read has a new value, or is gone.',
  closed: 'Somebody said that the rest need not be replaced. The activity says who, and why.',
  reads: 'They may read secrets here by another role. What they know is listed once that ends too.',
};
