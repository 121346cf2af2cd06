'use client';

import { useState } from 'react';
import { AccessPreview } from '@/app/(dashboard)/_parts/access-preview';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { DialogActions, DialogClose } from '@/components/dialog';
import { Form } from '@/components/form';
import { useToast } from '@/components/toast';
import type { Member, MemberRole } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { changeRoleAction } from './actions';
import { RoleChoice } from './role-choice';
import { roleName } from './roles';

export type ChangeRoleProps = {
  organizationId: string | null;
  member: Pick<Member, 'id' | 'name' | 'role'>;
  roles: readonly MemberRole[];
  onDone: () => void;
};

/** The form of the dialog: who gains and who loses is said before it is saved. */
export function ChangeRole({ organizationId, member, roles, onDone }: ChangeRoleProps) {
  const [role, setRole] = useState(member.role);
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(changeRoleAction, ({ status }) => {
    if (status !== 'done') return;
    onDone();
    show({ title: 'Role changed', text: `${member.name} is ${roleName(role)} now.` });
  });
  const userId = member.id;
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <input type="hidden" name="organizationId" value={organizationId ?? ''} />
      <input type="hidden" name="userId" value={userId} />
      <RoleChoice
        organizationId={organizationId}
        roles={roles}
        value={role}
        onChange={setRole}
        error={failure?.fields.role}
      />
      <AccessPreview change={role === member.role ? null : { kind: 'role', userId, organizationId, role }} />
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending} disabled={role === member.role}>
          Change role
        </Button>
      </DialogActions>
    </Form>
  );
}
