import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { RestrictionForm } from './restriction-form';

export const generateMetadata = titleWithin('Edit access');

export default async function RestrictionPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const list = `/orgs/${org}/secrets`;
  const restriction = await forPage(`${list}/${id}/restriction`, (vault, caller) =>
    vault.describeRestriction(caller, { id, organizationId: org }),
  );
  // Spares somebody the work of filling in a form that the vault would refuse.
  const session = await currentSession();
  if (!may(session, 'secret.restrict', org)) forbidden();
  const { secretName, subjects, candidates, needsApproval, deciders, more } = restriction;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Edit access"
        description="Who may open and change this one secret, of those who have the right. Everybody who may list it goes on seeing its name and details."
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: 'Secrets', href: list },
              { label: secretName, href: `${list}/${id}` },
              { label: 'Edit access' },
            ]}
          />
        }
      />
      <RestrictionForm
        place={{ organizationId: org, secretId: id }}
        userId={session?.userId}
        named={subjects}
        candidates={candidates}
        needsApproval={needsApproval}
        deciders={deciders}
        more={more}
      />
    </div>
  );
}
