import {
  Activity,
  Building2,
  DoorOpen,
  Eye,
  Gauge,
  IdCard,
  KeyRound,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
  TerminalSquare,
  Trash2,
  UserCog,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { AppShell } from '@/components/app-shell';
import { Logo } from '@/components/logo';
import type { NavSection } from '@/components/nav-list';
import type { Capped, CurrentSession, Organization } from '@/lib/vault';
import { namesApart } from '@/lib/web/names-apart';
import { forPage } from '@/lib/web/page';
import { belongsNowhere, may } from '@/lib/web/session';
import { NavigationFrame } from './navigation-frame';
import { OrganizationSwitcher } from './organization-switcher';
import type { PaletteLink } from './palette';
import { ProofHost } from './proof-host';
import { Shortcuts } from './shortcuts';
import { UserMenu } from './user-menu';

/** So many are offered in the bar; the page of all of them has a search. */
const SWITCHER_SIZE = 12;

export type ShellProps = {
  session: CurrentSession;
  /** The one that is looked at, if any. */
  organization?: Organization;
  children: ReactNode;
};

/** Bar and navigation around a page. It shows what may be of use, and gates nothing. */
export async function Shell({ session, organization, children }: ShellProps) {
  // Somebody without any role still has an account of their own.
  const { items, after } = belongsNowhere(session)
    ? { items: [], after: null }
    : await forPage('/', (vault, caller) => vault.listOrganizations(caller, { limit: SWITCHER_SIZE }));
  const home = organization ?? (after === null && items.length === 1 ? items[0] : undefined);
  const waiting =
    home && may(session, 'approval.decide', home.id)
      ? await forPage('/', (vault, caller) => vault.countWaiting(caller, { organizationId: home.id }))
      : undefined;
  const nav = sections(session, home, waiting);
  return (
    <AppShell
      brand={<Logo name="Strongroom" compact />}
      homeHref={home ? `/orgs/${home.id}/secrets` : '/orgs'}
      nav={nav}
      switcher={
        <OrganizationSwitcher
          currentId={organization?.id}
          choices={namesApart(
            organization && !items.some(({ id }) => id === organization.id)
              ? [organization, ...items]
              : items,
          )}
        />
      }
      tools={<Shortcuts organizationId={organization?.id} pages={pagesOf(session, nav, home)} />}
      user={<UserMenu name={session.name} environmentName={session.environment.name} />}
    >
      <NavigationFrame>{children}</NavigationFrame>
      <ProofHost />
    </AppShell>
  );
}

function sections(
  session: CurrentSession,
  organization: Organization | undefined,
  waiting: Capped | undefined,
): NavSection[] {
  const environment: NavSection = {
    label: session.environment.name,
    items: [
      { href: '/orgs', label: 'Organizations', icon: <Building2 aria-hidden="true" />, exact: true },
      ...(may(session, 'member.list', null)
        ? [{ href: '/people', label: 'People', icon: <UserCog aria-hidden="true" /> }]
        : []),
      ...(may(session, 'api_key.list', null)
        ? [{ href: '/api-keys', label: 'API keys', icon: <TerminalSquare aria-hidden="true" /> }]
        : []),
      ...(may(session, 'identity_provider.list', null)
        ? [{ href: '/sso', label: 'Single sign-on', icon: <IdCard aria-hidden="true" /> }]
        : []),
      ...(may(session, 'environment.describe', null)
        ? [
            {
              href: '/settings',
              label: 'Installation',
              icon: <SlidersHorizontal aria-hidden="true" />,
            },
          ]
        : []),
    ],
  };
  if (!organization) return [environment];
  const base = `/orgs/${organization.id}`;
  return [
    {
      label: organization.name,
      items: [
        { href: `${base}/overview`, label: 'Overview', icon: <Gauge aria-hidden="true" /> },
        { href: `${base}/secrets`, label: 'Secrets', icon: <KeyRound aria-hidden="true" /> },
        { href: `${base}/trash`, label: 'Trash', icon: <Trash2 aria-hidden="true" /> },
        ...(may(session, 'member.list', organization.id)
          ? [{ href: `${base}/members`, label: 'Members', icon: <Users aria-hidden="true" /> }]
          : []),
        ...(may(session, 'approval.list', organization.id)
          ? [
              {
                href: `${base}/approvals`,
                label: 'Approvals',
                icon: <ShieldCheck aria-hidden="true" />,
                trailing: waiting?.count ? <Waiting {...waiting} /> : undefined,
              },
            ]
          : []),
        { href: `${base}/activity`, label: 'Activity', icon: <Activity aria-hidden="true" /> },
        { href: `${base}/receipts`, label: 'Who looked', icon: <Eye aria-hidden="true" /> },
        ...(may(session, 'api_key.list', organization.id)
          ? [{ href: `${base}/api-keys`, label: 'API keys', icon: <TerminalSquare aria-hidden="true" /> }]
          : []),
        ...(may(session, 'identity_provider.list', organization.id)
          ? [{ href: `${base}/sso`, label: 'Single sign-on', icon: <IdCard aria-hidden="true" /> }]
          : []),
        ...(may(session, 'departure.list', organization.id)
          ? [{ href: `${base}/departures`, label: 'Departures', icon: <DoorOpen aria-hidden="true" /> }]
          : []),
        ...(may(session, 'organization.update', organization.id)
          ? [{ href: `${base}/settings`, label: 'Settings', icon: <Settings aria-hidden="true" /> }]
          : []),
      ],
    },
    environment,
  ];
}

/** How many requests of others wait for this person. */
function Waiting({ count, more }: Capped) {
  return (
    <>
      {count}
      {more && '+'}
      <span className="sr-only"> waiting</span>
    </>
  );
}

/** What the navigation leads to, and what one does most. */
function pagesOf(
  session: CurrentSession,
  nav: readonly NavSection[],
  home: Organization | undefined,
): PaletteLink[] {
  const links = nav.flatMap(({ items, label }) => items.map((item) => ({ ...item, detail: label })));
  return [
    ...(home && may(session, 'secret.create', home.id)
      ? [{ href: `/orgs/${home.id}/secrets/new`, label: 'New secret', detail: home.name }]
      : []),
    ...(home && may(session, 'secret.import', home.id)
      ? [{ href: `/orgs/${home.id}/import`, label: 'Import secrets', detail: home.name }]
      : []),
    ...(home && may(session, 'secret.export', home.id)
      ? [{ href: `/orgs/${home.id}/export`, label: 'Export secrets', detail: home.name }]
      : []),
    ...links.map(({ href, label, detail }) => ({ href, label, detail })),
    { href: '/account', label: 'Your account' },
    ...(may(session, 'organization.create', null)
      ? [
          { href: '/orgs/new', label: 'New organization' },
          { href: '/design', label: 'Design', detail: 'For those who work on this dashboard' },
        ]
      : []),
  ];
}
