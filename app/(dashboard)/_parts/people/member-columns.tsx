import { Badge } from '@/components/badge';
import type { Column } from '@/components/table';
import { Time } from '@/components/time';
import type { Member, MemberRole, Role } from '@/lib/vault';
import { MemberMenu } from './member-menu';
import { highestRole, type PeoplePlace, roleName } from './roles';

export type MembersAsked = {
  place: PeoplePlace;
  roles: readonly MemberRole[];
  ownId: string;
  /** What whoever looks is here. */
  ownRole: Role | undefined;
};

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
