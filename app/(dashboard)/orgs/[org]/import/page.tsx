import { forbidden } from 'next/navigation';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import { LIMITS } from '@/lib/vault';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { ImportSecrets } from './import-secrets';

export const generateMetadata = titleWithin('Import');

export default async function ImportPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { id } = await forPage(`/orgs/${org}/import`, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  if (!may(await currentSession(), 'secret.import', id)) forbidden();
  const secrets = `/orgs/${id}/secrets`;
  return (
    <>
      <PageHeader
        title="Import secrets"
        description="From a .env file, JSON, YAML or CSV. First you see what it would do, and choose for each; then all of it is stored at once, or nothing."
        breadcrumbs={<Breadcrumbs items={[{ label: 'Secrets', href: secrets }, { label: 'Import' }]} />}
      />
      <noscript>
        <p className="mb-4 text-sm text-muted">
          The file is read in the browser, which needs scripts, and this browser does not run them. Secrets
          can be created one by one, or through the API.
        </p>
      </noscript>
      <div className="noscript:hidden">
        <ImportSecrets organizationId={id} mostRows={LIMITS.transferRows} />
      </div>
    </>
  );
}
