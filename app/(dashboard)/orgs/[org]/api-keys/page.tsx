import { KeyPage } from '@/app/(dashboard)/_parts/api-keys/key-page';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import type { Search } from '@/lib/web/search';

export const generateMetadata = titleWithin('API keys');

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function OrganizationKeysPage({ params, searchParams }: Props) {
  const { org } = await params;
  const base = `/orgs/${org}/api-keys`;
  const { id, name } = await forPage(base, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  return (
    <KeyPage
      base={base}
      searchParams={searchParams}
      description={`Keys with which programs use the HTTP API for ${name}. Keys for the whole installation are not listed here.`}
      place={{ organizationId: id, name }}
    />
  );
}
