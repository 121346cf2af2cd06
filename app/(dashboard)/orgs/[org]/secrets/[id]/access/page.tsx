import { UsersRound } from 'lucide-react';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { BearerTable } from './bearer-table';
import { ExplanationCard } from './explanation-card';

export const generateMetadata = titleWithin('Who may do what');

type Props = { params: Promise<{ org: string; id: string }>; searchParams: Search };

/** Pick a person or a key: what they may do with the secret, why, and what would change it. */
export default async function AccessPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const subjectId = oneOf((await searchParams).of)?.slice(0, 300);
  const secretPath = `/orgs/${org}/secrets/${id}`;
  const base = `${secretPath}/access`;
  const path = withSearch(base, { of: subjectId });
  const which = { id, organizationId: org };
  const { secret, bearers, more } = await forPage(path, (vault, caller) => vault.listBearers(caller, which));
  const explanation =
    subjectId === undefined
      ? undefined
      : await forPage(path, (vault, caller) => vault.explainAccess(caller, { ...which, subjectId }));
  return (
    <>
      <PageHeader
        title="Who may do what"
        description="Every person and API key with a right here. Pick one to see why, and what would change it."
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: 'Secrets', href: `/orgs/${org}/secrets` },
              { label: secret.name, href: secretPath },
              { label: 'Who may do what' },
            ]}
          />
        }
      />
      <div className="flex flex-col gap-4">
        {explanation && <ExplanationCard explanation={explanation} />}
        <Card padded={false} title="Everybody with a right here">
          {bearers.length > 0 ? (
            <BearerTable base={base} bearers={bearers} chosen={subjectId} />
          ) : (
            <EmptyState
              icon={<UsersRound />}
              title="Nobody"
              text="Nobody has a right here but the command line."
            />
          )}
          {more && (
            <p className="border-t px-4 py-3 text-sm text-subtle">And others: there are too many to list.</p>
          )}
        </Card>
      </div>
    </>
  );
}
