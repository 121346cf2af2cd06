import { TerminalSquare } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { Table } from '@/components/table';
import { ALL_SCOPES, KEY_SCOPES } from '@/lib/vault';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { columnsOf } from './columns';
import { NewKeyButton, NewKeyFrame } from './new-key';
import type { KeyPlace } from './place';

const PAGE_SIZE = 50;
export const MOST_CHOICES = 100;

type KeyPageProps = { base: string; place: KeyPlace; description: string; searchParams: Search };

/** API keys of the environment, or of one organization. */
export async function KeyPage({ base, place, description, searchParams }: KeyPageProps) {
  const given = await searchParams;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const { organizationId } = place;
  const page = await forPage(withSearch(base, { after, before }), (vault, caller) =>
    vault.listApiKeys(caller, {
      limit: PAGE_SIZE,
      after,
      before,
      ...(organizationId === null ? {} : { organizationId }),
    }),
  );
  const session = await currentSession();
  const mayMake = may(session, 'api_key.create', organizationId);
  const givable = ALL_SCOPES.filter((scope) =>
    KEY_SCOPES[scope].some((operation) => may(session, operation, organizationId)),
  );
  const button = mayMake ? <NewKeyButton place={place} givable={givable} /> : undefined;
  return (
    <NewKeyFrame>
      <PageHeader title="API keys" description={description} actions={page.items.length > 0 && button} />
      {mayMake && (
        <noscript>
          <p className="mb-4 text-sm text-muted">
            To make, rotate and revoke keys needs scripts, which this browser does not run. On the server's
            own machine the command line does it too.
          </p>
        </noscript>
      )}
      <Card padded={false}>
        {page.items.length > 0 ? (
          <Table
            caption="API keys"
            columns={columnsOf(place, mayMake, page.items)}
            rows={page.items}
            rowKey={({ id }) => id}
          />
        ) : (
          <EmptyState
            icon={<TerminalSquare />}
            title="No API key yet"
            text={
              mayMake
                ? 'Make one for each program, so that each can be told apart and revoked alone.'
                : 'An administrator makes them.'
            }
            action={button}
          />
        )}
      </Card>
      <ListPages base={base} page={page} />
    </NewKeyFrame>
  );
}
