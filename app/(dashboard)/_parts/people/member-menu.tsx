'use client';

import { ArrowRightLeft, MoreHorizontal, UserCog, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { AccessPreview } from '@/app/(dashboard)/_parts/access-preview';
import { AlertDialog } from '@/components/alert-dialog';
import { Dialog } from '@/components/dialog';
import { IconButton } from '@/components/icon-button';
import { Menu, MenuItem } from '@/components/menu';
import { useToast } from '@/components/toast';
import type { Member, MemberRole } from '@/lib/vault';
import { withProof } from '@/lib/web/with-proof';
import { removeMemberAction, transferRoleAction } from './actions';
import { ChangeRole } from './change-role';
import { highestRole, type PeoplePlace, roleAfter, roleName } from './roles';

export type MemberMenuProps = {
  place: PeoplePlace;
  member: Member;
  /** Those that may be given. */
  roles: readonly MemberRole[];
  isYou: boolean;
  /** Whether whoever looks has the highest role here, and may hand it to this one. */
  canHandOver: boolean;
};

type Question = 'role' | 'remove' | 'hand over';

/** What can be done with one member. Each question opens above the page. */
export function MemberMenu({ place, member, roles, isYou, canHandOver }: MemberMenuProps) {
  const [question, setQuestion] = useState<Question>();
  const { show } = useToast();
  const { organizationId } = place;
  const { id: userId, name } = member;
  const asked = (which: Question) => ({
    open: question === which,
    onOpenChange: (open: boolean) => setQuestion(open ? which : undefined),
  });
  const highest = roleName(highestRole(organizationId));
  const here = organizationId === null ? 'this installation' : place.name;

  async function remove() {
    const result = await withProof(() => removeMemberAction(organizationId, userId));
    if (!result?.error) show({ title: 'Removed', text: `${name} has no role in ${here} any more.` });
    return result;
  }
  async function handOver() {
    const result = await withProof(() => transferRoleAction(organizationId, userId));
    if (!result?.error) show({ title: 'Handed over', text: `${name} is ${highest} now.` });
    return result;
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={`What to do with ${name}`}
            tooltip={false}
            className="noscript:hidden"
            icon={<MoreHorizontal aria-hidden="true" />}
          />
        }
      >
        <MenuItem icon={<UserCog aria-hidden="true" />} onSelect={() => setQuestion('role')}>
          Change role
        </MenuItem>
        {canHandOver && (
          <MenuItem icon={<ArrowRightLeft aria-hidden="true" />} onSelect={() => setQuestion('hand over')}>
            Hand over my role
          </MenuItem>
        )}
        <MenuItem
          icon={<UserMinus aria-hidden="true" />}
          tone="danger"
          onSelect={() => setQuestion('remove')}
        >
          {isYou ? 'Leave' : 'Remove'}
        </MenuItem>
      </Menu>
      <Dialog title={`Role of ${name}`} description={`In ${here}. It counts at once.`} {...asked('role')}>
        <ChangeRole {...{ organizationId, member, roles }} onDone={() => setQuestion(undefined)} />
      </Dialog>
      <AlertDialog
        title={isYou ? `Leave ${here}?` : `Remove ${name}?`}
        description={`${isYou ? 'You lose' : `${name} loses`} the role in ${here} at once, in all sessions, and the API keys ${isYou ? 'you' : 'they'} made lose it too.${
          organizationId === null || isYou ? '' : ' What they can read no more is listed under Departures.'
        }`}
        confirmLabel={isYou ? 'Leave' : 'Remove'}
        typeToConfirm={name}
        action={remove}
        {...asked('remove')}
      >
        <AccessPreview change={{ kind: 'role', userId, organizationId, role: null }} />
      </AlertDialog>
      <AlertDialog
        title={`Hand your role over to ${name}?`}
        description={`${name} becomes ${highest} of ${here}, and you ${roleName(roleAfter(organizationId))}. Only ${name}, or another ${highest}, can undo it.`}
        confirmLabel="Hand over"
        tone="primary"
        action={handOver}
        {...asked('hand over')}
      />
    </>
  );
}
