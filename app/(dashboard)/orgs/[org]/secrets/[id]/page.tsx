import type { Metadata } from 'next';
import { cache } from 'react';
import { LinkButton } from '@/components/link-button';
import { Breadcrumbs, PageHeader } from '@/components/page-header';
import type { SecretMetadata } from '@/lib/vault';
import { organizationOf } from '@/lib/web/organization';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { AccessCard } from './access-card';
import { AfterRead } from './after-read';
import { DeleteSecret } from './delete-secret';
import { LastRead, LastReaders } from './last-readers';
import { ReasonHost } from './reason-host';
import { ReplaceValue } from './replace-value';
import { SecretFacts } from './secret-facts';
import { SecretReaders } from './secret-readers';
import { ValueCard } from './value-card';
import { VersionTable } from './version-table';

const VERSIONS_SHOWN = 20;

type Props = { params: Promise<{ org: string; id: string }>; searchParams: Search };

/** Once for the title and the page: to look at a secret is one line in the trail. */
const secretOf = cache(
  (organizationId: string, id: string, path: string): Promise<SecretMetadata> =>
    forPage(path, (vault, caller) => vault.describeSecret(caller, { id, organizationId })),
);

const pathOf = ({ org, id }: { org: string; id: string }, after: string | undefined) =>
  withSearch(`/orgs/${org}/secrets/${id}`, { after });

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const place = await params;
  const path = pathOf(place, oneOf((await searchParams).after));
  return { title: (await secretOf(place.org, place.id, path)).name };
}

export default async function SecretPage({ params, searchParams }: Props) {
  const place = await params;
  const { org, id } = place;
  const base = `/orgs/${org}/secrets`;
  const after = oneOf((await searchParams).after);
  const path = pathOf(place, after);
  const secret = await secretOf(org, id, path);
  const versions = await forPage(path, (vault, caller) =>
    vault.listVersions(caller, { id, organizationId: org, limit: VERSIONS_SHOWN, after }),
  );
  const access = await forPage(path, (vault, caller) =>
    vault.describeAccess(caller, { id, organizationId: org }),
  );
  const mayReveal = access.yours.includes('reveal');
  const approval =
    secret.needsApproval && mayReveal
      ? await forPage(path, (vault, caller) => vault.describeApproval(caller, { id, organizationId: org }))
      : null;
  const opens = mayReveal && (!secret.needsApproval || approval?.state === 'open');
  // With an approval it was said already.
  const asksReason = (await organizationOf(org)).requireReason && !secret.needsApproval;
  const session = await currentSession();
  const mayRestrict = may(session, 'secret.restrict', org);
  // Whoever reads no values here lets nobody in.
  const letsIn = mayRestrict && may(session, 'secret.read', org);
  const valuePath = `${base}/${id}/value`;
  const here = { organizationId: org, secretId: id };

  return (
    <>
      <PageHeader
        title={<span className="font-mono">{secret.name}</span>}
        breadcrumbs={<Breadcrumbs items={[{ label: 'Secrets', href: base }, { label: secret.name }]} />}
        actions={
          <>
            <LinkButton href={`/orgs/${org}/activity?secret=${id}`}>History</LinkButton>
            {access.yours.includes('delete') && (
              <DeleteSecret place={here} name={secret.name} versionId={secret.versionId} />
            )}
          </>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ReasonHost />
          <ValueCard
            place={here}
            valuePath={valuePath}
            secret={secret}
            mayReveal={mayReveal}
            letsIn={letsIn}
            approval={approval}
            asksReason={asksReason}
          />
          {session && access.yours.includes('replace') && (
            <ReplaceValue
              place={here}
              versionId={secret.versionId}
              valuePath={valuePath}
              userId={session.userId}
              opens={opens}
            />
          )}
          <VersionTable
            base={`${base}/${id}`}
            place={here}
            valuePath={valuePath}
            name={secret.name}
            currentId={secret.versionId}
            mayRollBack={mayReveal && may(session, 'version.restore', org)}
            opens={opens}
            asksReason={asksReason}
            versions={versions}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SecretFacts
            secret={secret}
            lastRead={
              <AfterRead org={org} secretId={id} part="last">
                <LastRead read={access.lastReads[0]} />
              </AfterRead>
            }
            editHref={
              access.yours.includes('replace') && may(session, 'secret.update_details', org)
                ? `${base}/${id}/details`
                : undefined
            }
          />
          <AccessCard
            secret={secret}
            access={access}
            editHref={mayRestrict ? `${base}/${id}/restriction` : undefined}
          />
          <SecretReaders
            access={access}
            letsIn={letsIn && secret.restrictedAt !== null}
            explainHref={may(session, 'access.explain', org) ? `${base}/${id}/access` : undefined}
          />
          <AfterRead org={org} secretId={id} part="list">
            <LastReaders org={org} secretId={id} reads={access.lastReads} />
          </AfterRead>
        </div>
      </div>
    </>
  );
}
