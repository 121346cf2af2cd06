import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { DetailsForm } from './details-form';

export const generateMetadata = titleWithin('Edit details');

export default async function DetailsPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const list = `/orgs/${org}/secrets`;
  const secret = await forPage(`${list}/${id}/details`, (vault, caller) =>
    vault.describeSecret(caller, { id, organizationId: org }),
  );
  // Spares somebody the work of filling in a form that the vault would refuse.
  if (!may(await currentSession(), 'secret.update_details', org)) forbidden();
  const { name, note, tags, expiresAt, rotateEveryDays } = secret;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Edit details"
        description="Stored in clear, and shown to everybody who sees the name. Nothing secret belongs here."
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: 'Secrets', href: list },
              { label: name, href: `${list}/${id}` },
              { label: 'Edit details' },
            ]}
          />
        }
      />
      <DetailsForm
        place={{ organizationId: org, secretId: id }}
        details={{ note, tags: [...tags], expiresAt, rotateEveryDays }}
      />
    </div>
  );
}
