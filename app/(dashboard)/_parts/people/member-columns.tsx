import { Badge } from '@/components/badge';
import { TextLink } from '@/components/link';
import type { Column } from '@/components/table';
import { Time } from '@/components/time';
import type { Member, MemberRole, Role } from '@/lib/vault';
import { withSearch } from '@/lib/web/search';
import { MemberMenu } from './member-menu';
import { highestRole, type PeoplePlace, roleName } from './roles';

export type MembersAsked = {
  place: PeoplePlace;
  roles: readonly MemberRole[];
  ownId: string;
  /** What whoever looks is here. */
  ownRole: Role | undefined;
};

/** From a member to what they saw, and from there to why they could. */
const readsColumn = (organizationId: string): Column<Member> => ({
  key: 'reads',
  header: 'Looked at',
  stackedLabel: false,
  cell: ({ id, name }) => (
    <TextLink
      href={withSearch(`/orgs/${organizationId}/receipts`, { reader: id })}
      aria-label={`What they saw: ${name}`}
    >
      What they saw
    </TextLink>
  ),
});

export const memberColumns = ({ place, roles, ownId, ownRole }: MembersAsked): Column<Member>[] => [
  {
    key: 'name',
    header: 'Name',
    kind: 'primary',
    cell: ({ id, name, email }) => (
      <span className="block min-w-0">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium wrap-anywhere">{name}</span>
          {id === ownId && <Badge>You</Badge>}
        </span>
        <span className="block text-xs wrap-anywhere text-subtle">{email}</span>
      </span>
    ),
  },
  {
    key: 'role',
    header: 'Role',
    stackedLabel: false,
    cell: ({ role }) => (
      <Badge tone={role === highestRole(place.organizationId) ? 'accent' : 'neutral'}>{roleName(role)}</Badge>
    ),
  },
  { key: 'since', header: 'Since', cell: ({ since }) => <Time value={since} /> },
  {
    key: 'seen',
    header: 'Last seen',
    cell: ({ lastSeenAt }) => (lastSeenAt ? <Time value={lastSeenAt} /> : 'Not yet'),
  },
  ...(place.organizationId === null ? [] : [readsColumn(place.organizationId)]),
  {
    key: 'actions',
    header: 'Actions',
    kind: 'actions',
    cell: (member) =>
      member.changeable ? (
        <MemberMenu
          place={place}
          member={member}
          roles={roles}
          isYou={member.id === ownId}
          canHandOver={
            ownRole === highestRole(place.organizationId) && member.id !== ownId && member.role !== ownRole
          }
        />
      ) : null,
  },
];
