'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { type Failure, type Refusal, refusalOf } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

/** The whole frame: it shows the name. */
export async function changeNameAction(_: FormState, data: FormData): Promise<FormState> {
  const name = textOf(data, 'ownName').trim();
  const done = await forAction((vault, caller) => vault.updateAccount(caller, { name }));
  if (done.status === 'error') {
    const { name: problem, ...fields } = done.fields;
    const told: Failure = { ...done, fields: { ...fields, ...(problem ? { ownName: problem } : {}) } };
    return withGiven(told, data, ['ownName']);
  }
  revalidatePath('/', 'layout');
  return { status: 'done', result: null };
}

export async function changePasswordAction(_: FormState, data: FormData): Promise<FormState> {
  const current = textOf(data, 'current');
  const password = textOf(data, 'password');
  const done = await forAction((vault, caller) =>
    vault.changePassword(caller, { ...(current === '' ? {} : { current }), password }),
  );
  if (done.status === 'error') return done;
  revalidatePath('/account');
  return { status: 'done', result: null };
}

export async function endSessionAction(_: FormState, data: FormData): Promise<FormState> {
  const id = textOf(data, 'sessionId');
  const done = await forAction((vault, caller) => vault.revokeSession(caller, { id }));
  // One that has ended meanwhile is not there any more, which is what was wanted.
  if (done.status === 'error' && done.code !== 'not_found') return done;
  revalidatePath('/account');
  return { status: 'done', result: null };
}

export async function endOtherSessionsAction(_: FormState, data: FormData): Promise<FormState> {
  // Nothing else is asked for: it is only told from a form that was made up.
  if (textOf(data, 'which') !== 'others') return { status: 'idle' };
  const done = await forAction((vault, caller) => vault.revokeSession(caller, { others: true }));
  if (done.status === 'error') return done;
  revalidatePath('/account');
  return { status: 'done', result: null };
}

export async function removeAuthenticatorAction(): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.removeTotp(caller, {}));
  if (done.status === 'error') return refusalOf(done);
  revalidatePath('/account');
  return undefined;
}

export async function renamePasskeyAction(_: FormState, data: FormData): Promise<FormState> {
  const [id, name] = [textOf(data, 'passkeyId'), textOf(data, 'name').trim()];
  const done = await forAction((vault, caller) => vault.renamePasskey(caller, { id, name }));
  if (done.status === 'error') return withGiven(done, data, ['name']);
  revalidatePath('/account');
  return { status: 'done', result: null };
}

export async function removePasskeyAction(id: string): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.removePasskey(caller, { id }));
  if (done.status === 'error') return refusalOf(done);
  revalidatePath('/account');
  return undefined;
}
