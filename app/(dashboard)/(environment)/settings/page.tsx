import type { Metadata } from 'next';
import { PageHeader } from '@/components/page-header';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { EnvironmentFacts } from './environment-facts';
import { EnvironmentForm } from './environment-form';

export const metadata: Metadata = { title: 'Settings of the installation' };

export default async function EnvironmentSettingsPage() {
  const environment = await forPage('/settings', (vault, caller) => vault.describeEnvironment(caller, {}));
  const mayChange = may(await currentSession(), 'environment.update', null);
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Settings of the installation"
        description={
          mayChange
            ? 'They count for everybody, at once. Each change is a line in the trail.'
            : 'They count for everybody. Owners change them.'
        }
      />
      {mayChange ? <EnvironmentForm {...environment} /> : <EnvironmentFacts {...environment} />}
    </div>
  );
}
