import { Plus, ShieldCheck } from 'lucide-react';
import { countInWords } from '@/app/(dashboard)/_parts/in-words';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { type Figure, Figures } from '@/components/figures';
import { TextLink } from '@/components/link';
import { LinkButton } from '@/components/link-button';
import { PageHeader } from '@/components/page-header';
import { Time } from '@/components/time';
import type { OrganizationOverview } from '@/lib/vault';
import { titleWithin } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { currentSession, may } from '@/lib/web/session';
import { EventSentence } from '../activity/event-table';
import { Matters } from './matters';

export const generateMetadata = titleWithin('Overview');

type Props = { params: Promise<{ org: string }> };

export default async function OverviewPage({ params }: Props) {
  const { org } = await params;
  const base = `/orgs/${org}`;
  const overview = await forPage(`${base}/overview`, (vault, caller) =>
    vault.describeOverview(caller, { organizationId: org }),
  );
  const mayCreate = may(await currentSession(), 'secret.create', org);
  return (
    <>
      <PageHeader title="Overview" description="What this organization holds, and what wants a look." />
      <div className="flex flex-col gap-4">
        <Figures items={figuresOf(org, overview)} />
        {overview.liveSecrets > 0 ? (
          <Matters base={`${base}/secrets`} overview={overview} />
        ) : (
          <Card padded={false}>
            <EmptyState
              icon={<ShieldCheck />}
              title="Nothing to worry about"
              text="There are no secrets yet. What expires, wants a new value or was never read will stand here."
              action={
                mayCreate && (
                  <LinkButton
                    href={`${base}/secrets/new`}
                    variant="primary"
                    icon={<Plus aria-hidden="true" />}
                  >
                    New secret
                  </LinkButton>
                )
              }
            />
          </Card>
        )}
      </div>
    </>
  );
}

function figuresOf(org: string, overview: OrganizationOverview): Figure[] {
  const { liveSecrets, deletedSecrets, members, lastEvent } = overview;
  return [
    {
      label: 'Secrets',
      value: <TextLink href={`/orgs/${org}/secrets`}>{liveSecrets.toLocaleString('en')}</TextLink>,
      detail:
        deletedSecrets > 0 ? (
          <TextLink href={`/orgs/${org}/trash`}>{deletedSecrets.toLocaleString('en')} in the trash</TextLink>
        ) : (
          'None in the trash'
        ),
    },
    {
      label: 'Members',
      value: countInWords(members),
      detail:
        members.count > 0 ? 'Beside those who run the installation' : 'Only those who run the installation',
    },
    {
      label: 'Last activity',
      wide: true,
      value: lastEvent ? <Time value={lastEvent.createdAt} /> : 'None yet',
      detail: lastEvent && <EventSentence org={org} event={lastEvent} opened={false} />,
    },
  ];
}
