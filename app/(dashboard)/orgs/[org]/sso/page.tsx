import { ProviderList } from '@/app/(dashboard)/_parts/sso/provider-list';
import { PageHeader } from '@/components/page-header';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { redirectUri } from '@/lib/web/sso';
import { Domains } from './domains';
import { RequireSso } from './require-sso';

export const generateMetadata = titleWithin('Single sign-on');

type Props = { params: Promise<{ org: string }> };

export default async function OrganizationSsoPage({ params }: Props) {
  const { org } = await params;
  const { organization, providers } = await forPage(`/orgs/${org}/sso`, async (vault, caller) => ({
    organization: await vault.describeOrganization(caller, { id: org }),
    providers: await vault.listIdentityProviders(caller, { organizationId: org }),
  }));
  const session = await currentSession();
  const { id, name, domains, requireSso } = organization;
  const mayChange = may(session, 'identity_provider.create', id);
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="-mb-6">
        <PageHeader
          title="Single sign-on"
          description="Members sign in at an identity provider of the organization’s own. Whoever it vouches for joins, if their e-mail address is of a verified domain."
        />
      </div>
      <Domains
        organizationId={id}
        domains={domains}
        mayChange={mayChange}
        mayVerify={may(session, 'organization.create', null)}
      />
      <ProviderList
        organizationId={id}
        providers={providers}
        redirectUri={await redirectUri(id)}
        mayChange={mayChange}
      />
      <RequireSso organizationId={id} name={name} required={requireSso} mayChange={mayChange} />
    </div>
  );
}
