'use server';

import { revalidatePath } from 'next/cache';
import type { MemberRole } from '@/lib/vault';
import { forAction } from '@/lib/web/action';
import { type Refusal, refusalOf } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';

/** Null for the environment: a form has no field for it then. */
const placeOf = (data: FormData): string | null => textOf(data, 'organizationId') || null;

/** The navigation shows what somebody may do, and that may have changed with their own role. */
const refresh = () => revalidatePath('/', 'layout');

export async function changeRoleAction(_: FormState, data: FormData): Promise<FormState> {
  const done = await forAction((vault, caller) =>
    vault.changeRole(caller, {
      organizationId: placeOf(data),
      userId: textOf(data, 'userId'),
      // Whatever was sent: the vault refuses what is no role.
      role: textOf(data, 'role') as MemberRole,
    }),
  );
  if (done.status === 'done') refresh();
  return done;
}

export async function removeMemberAction(
  organizationId: string | null,
  userId: string,
): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.removeMember(caller, { organizationId, userId }));
  if (done.status === 'error') return refusalOf(done);
  refresh();
  return undefined;
}

export async function transferRoleAction(
  organizationId: string | null,
  userId: string,
): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.transferRole(caller, { organizationId, userId }));
  if (done.status === 'error') return refusalOf(done);
  refresh();
  return undefined;
}

export async function revokeInvitationAction(id: string): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.revokeInvitation(caller, { id }));
  if (done.status === 'error') return refusalOf(done);
  refresh();
  return undefined;
}
