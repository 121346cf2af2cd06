import type { Metadata } from 'next';
import { ProviderList } from '@/app/(dashboard)/_parts/sso/provider-list';
import { PageHeader } from '@/components/page-header';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { redirectUri } from '@/lib/web/sso';

export const metadata: Metadata = { title: 'Single sign-on' };

export default async function EnvironmentSsoPage() {
  const providers = await forPage('/sso', (vault, caller) =>
    vault.listIdentityProviders(caller, { organizationId: null }),
  );
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="-mb-6">
        <PageHeader
          title="Single sign-on"
          description="Identity providers for everybody here. They sign in people who have an account and connected it, or who were invited; roles are given here. An organization can have providers of its own."
        />
      </div>
      <ProviderList
        organizationId={null}
        providers={providers}
        redirectUri={await redirectUri(null)}
        mayChange={may(await currentSession(), 'identity_provider.create', null)}
      />
    </div>
  );
}
