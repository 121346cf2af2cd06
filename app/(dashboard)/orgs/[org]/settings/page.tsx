import { forbidden } from 'next/navigation';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { DeleteOrganization } from './delete-organization';
import { SettingsForm } from './settings-form';

export const generateMetadata = titleWithin('Settings');

type Props = { params: Promise<{ org: string }> };

export default async function SettingsPage({ params }: Props) {
  const { org } = await params;
  const { id, name, externalId, retentionDays, requireReason } = await forPage(
    `/orgs/${org}/settings`,
    (vault, caller) => vault.describeOrganization(caller, { id: org }),
  );
  const session = await currentSession();
  // Spares somebody the work of filling in a form that the vault would refuse.
  if (!may(session, 'organization.update', org)) forbidden();
  return (
    <div className="flex max-w-2xl flex-col gap-8">
      <div>
        <PageHeader
          title="Settings"
          description="What this organization is called, and what its people are asked for."
        />
        <SettingsForm
          {...{ id, name, externalId, retentionDays, requireReason }}
          mayChangeExternalId={may(session, 'organization.create', null)}
        />
      </div>
      {may(session, 'organization.delete', org) && (
        <Card
          tone="danger"
          title="Delete this organization"
          description="Nobody can open it again, its API keys stop working at once, and its secrets are destroyed when their time in the trash is over."
        >
          <DeleteOrganization id={id} name={name} retentionDays={retentionDays} />
        </Card>
      )}
    </div>
  );
}
