'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { placeOf } from '@/lib/web/secret-form';

/** Both of the pages that show a request, and the figure in the navigation. */
const changed = (organizationId: string | null) => revalidatePath(`/orgs/${organizationId}`, 'layout');

export async function requestApprovalAction(_: FormState, data: FormData): Promise<FormState> {
  const place = placeOf(data);
  const done = await forAction((vault, caller) =>
    vault.requestApproval(caller, { ...place, reason: textOf(data, 'reason') }),
  );
  if (done.status === 'error') return withGiven(done, data, ['reason']);
  changed(place.organizationId);
  return { status: 'done', result: null };
}

export async function withdrawRequestAction(_: FormState, data: FormData): Promise<FormState> {
  const done = await forAction((vault, caller) => vault.withdrawRequest(caller, { id: textOf(data, 'id') }));
  if (done.status === 'error') return done;
  changed(done.result.organizationId);
  return { status: 'done', result: null };
}

type Decision = 'approve' | 'deny' | 'end';
const isDecision = (text: string): text is Decision => ['approve', 'deny', 'end'].includes(text);

/** `decision` is the button that was pressed. */
export async function decideAction(_: FormState<Decision>, data: FormData): Promise<FormState<Decision>> {
  const id = textOf(data, 'id');
  const decision = textOf(data, 'decision');
  if (!isDecision(decision)) return failure('invalid_input', 'Approve it, deny it, or end it.');
  const done = await forAction((vault, caller) => {
    if (decision === 'deny') return vault.denyRequest(caller, { id });
    if (decision === 'end') return vault.endApproval(caller, { id });
    return vault.approveRequest(caller, { id, minutes: Number(textOf(data, 'minutes')) });
  });
  if (done.status === 'error') return done;
  changed(done.result.organizationId);
  return { status: 'done', result: decision };
}
