import { Users } from 'lucide-react';
import { ListPages } from '@/app/(dashboard)/_parts/list-pages';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { Table } from '@/components/table';
import { mailsLinks } from '@/lib/web/mail';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search, withSearch } from '@/lib/web/search';
import { currentSession, may } from '@/lib/web/session';
import { invitationColumns } from './invitation-columns';
import { memberColumns } from './member-columns';
import { InviteButton, NewInvitationFrame } from './new-invitation';
import type { PeoplePlace } from './roles';

const PAGE_SIZE = 50;
/** Open ones: more at once is rare, and the newest are the ones that somebody looks for. */
const MOST_INVITATIONS = 50;

export type PeopleListsProps = {
  place: PeoplePlace;
  base: string;
  title: string;
  description: string;
  searchParams: Search;
};

/** Who has a role in a place, and who is invited to it: of an organization, or of the environment. */
export async function PeopleLists({ place, base, title, description, searchParams }: PeopleListsProps) {
  const given = await searchParams;
  const [after, before] = [oneOf(given.after), oneOf(given.before)];
  const { organizationId } = place;
  const session = await currentSession();
  const { members, invitations } = await forPage(
    withSearch(base, { after, before }),
    async (vault, caller) => ({
      members: await vault.listMembers(caller, { organizationId, limit: PAGE_SIZE, after, before }),
      invitations: may(session, 'invitation.list', organizationId)
        ? await vault.listInvitations(caller, { organizationId, limit: MOST_INVITATIONS })
        : null,
    }),
  );
  const { roles } = members;
  const ownId = session?.userId ?? '';
  const ownRole = session?.grants.find((grant) => grant.organizationId === organizationId)?.role;
  const button = may(session, 'invitation.create', organizationId) && roles.length > 0 && (
    <InviteButton place={place} roles={roles} mails={await mailsLinks()} />
  );
  return (
    <NewInvitationFrame>
      <PageHeader title={title} description={description} actions={button} />
      {roles.length > 0 && (
        <noscript>
          <p className="mb-4 text-sm text-muted">
            To invite people and to change their roles needs scripts, which this browser does not run. On the
            server's own machine the command line does it too.
          </p>
        </noscript>
      )}
      <Card padded={false}>
        {members.items.length > 0 ? (
          <Table
            caption={title}
            columns={memberColumns({ place, roles, ownId, ownRole })}
            rows={members.items}
            rowKey={({ id }) => id}
          />
        ) : (
          <EmptyState
            icon={<Users />}
            title="No members yet"
            text="Those who run the installation reach this organization all the same. Invite whoever works with its secrets."
          />
        )}
      </Card>
      <ListPages base={base} page={members} />
      {invitations && invitations.items.length > 0 && (
        <Card
          padded={false}
          title="Invitations"
          description="Not accepted yet. To invite an address again makes a new link, and ends the old one."
          className="mt-8"
        >
          <Table
            caption="Invitations"
            columns={invitationColumns(may(session, 'invitation.revoke', organizationId))}
            rows={invitations.items}
            rowKey={({ id }) => id}
          />
        </Card>
      )}
    </NewInvitationFrame>
  );
}
