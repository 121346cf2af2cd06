import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { LIMITS } from '@/lib/vault';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { ExportForm } from './export-form';

export const generateMetadata = titleWithin('Export');

export default async function ExportPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { id } = await forPage(`/orgs/${org}/export`, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  if (!may(await currentSession(), 'secret.export', id)) forbidden();
  const secrets = `/orgs/${id}/secrets`;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Export secrets"
        description="Every current value of this organization in one file, but for secrets that are restricted to others or open with an approval only: how many is said. The activity will say who took it, when and why, and name each secret that was in it."
        breadcrumbs={<Breadcrumbs items={[{ label: 'Secrets', href: secrets }, { label: 'Export' }]} />}
      />
      <noscript>
        <p className="mb-4 text-sm text-muted">
          An export needs scripts, which this browser does not run. Secrets can be read through the API.
        </p>
      </noscript>
      <div className="noscript:hidden">
        <ExportForm organizationId={id} reasonChars={LIMITS.reasonChars} />
      </div>
    </div>
  );
}
