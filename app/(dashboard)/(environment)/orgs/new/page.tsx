import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { forPage } from '@/lib/web/page';
import { may } from '@/lib/web/session';
import { NewOrganizationForm } from './new-organization-form';

export const metadata: Metadata = { title: 'New organization' };

export default async function NewOrganizationPage() {
  const session = await forPage('/orgs/new', (vault, caller) => vault.describeSession(caller, {}));
  // Spares somebody the work of filling in a form that the vault would refuse.
  if (!may(session, 'organization.create', null)) forbidden();
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="New organization"
        breadcrumbs={
          <Breadcrumbs items={[{ label: 'Organizations', href: '/orgs' }, { label: 'New organization' }]} />
        }
      />
      <NewOrganizationForm />
    </div>
  );
}
