import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { NewSecretForm } from './new-secret-form';

export const generateMetadata = titleWithin('New secret');

export default async function NewSecretPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const base = `/orgs/${org}/secrets`;
  const { id } = await forPage(`${base}/new`, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  // Spares somebody the work of filling in a form that the vault would refuse.
  const session = await currentSession();
  if (!session || !may(session, 'secret.create', id)) forbidden();
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="New secret"
        breadcrumbs={<Breadcrumbs items={[{ label: 'Secrets', href: base }, { label: 'New secret' }]} />}
      />
      <NewSecretForm organizationId={id} userId={session.userId} />
    </div>
  );
}
