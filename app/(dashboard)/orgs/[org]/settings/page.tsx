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
  const { id, name, externalId, retentionDays } = await forPage(`/orgs/${org}/settings`, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  // Spares somebody the work of filling in a form that the vault would refuse.
  if (!may(await currentSession(), 'organization.update', org)) forbidden();
  return (
    <div className="flex max-w-2xl flex-col gap-8">
      <div>
        <PageHeader
          title="Settings"
          description="What this organization is called, and how long its trash keeps secrets."
        />
        <SettingsForm {...{ id, name, externalId, retentionDays }} />
      </div>
      <Card
        tone="danger"
        title="Delete this organization"
        description="Nobody can open it again, its API keys stop working at once, and its secrets are destroyed when their time in the trash is over."
      >
        <DeleteOrganization id={id} name={name} retentionDays={retentionDays} />
      </Card>
    </div>
  );
}
