import { Badge } from '@/components/badge';
import type { Column } from '@/components/table';
import { Time } from '@/components/time';
import type { PendingInvitation } from '@/lib/vault';
import { RevokeInvitation } from './revoke-invitation';
import { roleName } from './roles';

const LAPSED = {
  too_old: 'Too old',
  inviter_may_no_more: 'Its sender may not invite any more',
} as const;

export const invitationColumns = (mayRevoke: boolean): Column<PendingInvitation>[] => [
  {
    key: 'email',
    header: 'E-mail',
    kind: 'primary',
    cell: ({ email, lapsed }) => (
      <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium wrap-anywhere">{email}</span>
        {lapsed && <Badge tone="warning">{LAPSED[lapsed]}</Badge>}
      </span>
    ),
  },
  { key: 'role', header: 'Role', stackedLabel: false, cell: ({ role }) => <Badge>{roleName(role)}</Badge> },
  {
    key: 'by',
    header: 'Invited',
    cell: ({ createdAt, invitedByName }) => (
      <>
        <Time value={createdAt} /> <span className="text-subtle">by {invitedByName}</span>
      </>
    ),
  },
  { key: 'ends', header: 'Ends', cell: ({ expiresAt }) => <Time value={expiresAt} /> },
  {
    key: 'revoke',
    header: 'Withdraw',
    kind: 'actions',
    cell: ({ id, email }) => (mayRevoke ? <RevokeInvitation id={id} email={email} /> : null),
  },
];
