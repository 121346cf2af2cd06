import { Activity } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { EventTable } from './event-table';
import { linesOf } from './lines';
import { KINDS, type Kind, kindOf } from './sentence';

export const generateMetadata = titleWithin('Activity');

const PAGE_SIZE = 50;
const FILTERS: readonly (readonly [Kind | undefined, string])[] = [
  [undefined, 'Everything'],
  ['values', 'Values seen'],
  ['changes', 'Changes'],
  ['refusals', 'Refusals'],
];

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function ActivityPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/activity`;
  const kind = kindOf(oneOf(given.show));
  const secret = oneOf(given.secret)?.slice(0, 300);
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const path = withSearch(base, { show: kind, secret, after, before });
  const page = await forPage(path, (vault, caller) =>
    vault.listEvents(caller, {
      organizationId: org,
      secretId: secret,
      types: kind && [...KINDS[kind]],
      limit: PAGE_SIZE,
      after,
      before,
    }),
  );
  const lines = linesOf(page.items);
  const named = page.items.map(({ data }) => data.kv_name).find((name) => typeof name === 'string');
  return (
    <>
      <PageHeader
        title={secret ? 'Activity of one secret' : 'Activity'}
        description={
          secret ? (
            <span className="font-mono wrap-anywhere">{named ?? secret}</span>
          ) : (
            'Who did what here, and who looked. A change is stored together with its line, and a value is shown only after its line is stored.'
          )
        }
        actions={secret && <LinkButton href={withSearch(base, { show: kind })}>Of all secrets</LinkButton>}
      />
      <nav aria-label="Which activity" className="mb-4">
        <ul className="flex flex-wrap gap-1">
          {FILTERS.map(([one, label]) => (
            <li key={label}>
              <LinkButton
                href={withSearch(base, { show: one, secret })}
                size="sm"
                variant={one === kind ? 'secondary' : 'ghost'}
                aria-current={one === kind ? 'true' : undefined}
              >
                {label}
              </LinkButton>
            </li>
          ))}
        </ul>
      </nav>
      <Card padded={false}>
        {page.items.length > 0 ? (
          <EventTable org={org} lines={lines} />
        ) : (
          <EmptyState
            icon={<Activity />}
            title="Nothing to tell"
            text="Nothing of this kind has happened here."
            action={
              kind || secret || after || before ? <LinkButton href={base}>Show everything</LinkButton> : null
            }
          />
        )}
      </Card>
      <ListPages base={base} page={{ ...page, items: lines }} keep={{ show: kind, secret }} />
    </>
  );
}
