import { ShieldCheck } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { PastTable } from './past-table';
import { WaitingList } from './waiting-list';

export const generateMetadata = titleWithin('Approvals');

const PAGE_SIZE = 20;
/** More than anybody should let wait: the next ones come up as these are decided. */
const MOST_WAITING = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Search };

/** Who asks to open a secret that needs a second person, and what became of it. */
export default async function ApprovalsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const given = await searchParams;
  const base = `/orgs/${org}/approvals`;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const path = withSearch(base, { after, before });
  const waiting = await forPage(path, (vault, caller) =>
    vault.listApprovals(caller, { organizationId: org, show: 'waiting', limit: MOST_WAITING, order: 'asc' }),
  );
  const past = await forPage(path, (vault, caller) =>
    vault.listApprovals(caller, { organizationId: org, show: 'past', limit: PAGE_SIZE, after, before }),
  );
  const session = await currentSession();
  const looks = { org, userId: session?.userId, mayDecide: may(session, 'approval.decide', org) };
  return (
    <>
      <PageHeader
        title="Approvals"
        description="Some secrets open only once a second person has agreed, for a while. Nobody decides about what they ask for themselves."
      />
      <div className="flex flex-col gap-4">
        {waiting.items.length > 0 && <WaitingList requests={waiting.items} {...looks} />}
        {waiting.after !== null && (
          <p className="text-sm text-muted">More are waiting. They come up as these are decided.</p>
        )}
        <Card padded={false} title={past.items.length > 0 ? 'No longer waiting' : undefined}>
          {past.items.length > 0 ? (
            <PastTable requests={past.items} {...looks} />
          ) : (
            <EmptyState
              icon={<ShieldCheck />}
              title={waiting.items.length > 0 ? 'Nothing decided yet' : 'Nobody has asked'}
              text="A secret is marked on its own page, under Access. Whoever wants to open it then asks there, and it comes up here."
            />
          )}
        </Card>
      </div>
      <ListPages base={base} page={past} />
    </>
  );
}
