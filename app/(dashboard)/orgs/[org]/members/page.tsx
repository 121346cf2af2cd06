import { PeopleLists } from '@/app/(dashboard)/_parts/people/people-lists';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import type { Search } from '@/lib/web/search';

export const generateMetadata = titleWithin('Members');

type Props = { params: Promise<{ org: string }>; searchParams: Search };

export default async function MembersPage({ params, searchParams }: Props) {
  const { org } = await params;
  const base = `/orgs/${org}/members`;
  const { id, name } = await forPage(base, (vault, caller) =>
    vault.describeOrganization(caller, { id: org }),
  );
  return (
    <PeopleLists
      place={{ organizationId: id, name }}
      base={base}
      title="Members"
      description="Who has a role here. Those who run the whole installation reach this organization too."
      searchParams={searchParams}
    />
  );
}
