'use server';

import { revalidatePath } from 'next/cache';
import { forAction, textOf } from '@/lib/web/action';
import type { FormState } from '@/lib/web/form-state';

export interface Restored {
  readonly name: string;
}

/** Under its old name, unless another one was asked for. */
export async function restoreSecretAction(
  place: { readonly organizationId: string; readonly secretId: string },
  _: FormState<Restored>,
  data: FormData,
): Promise<FormState<Restored>> {
  const name = textOf(data, 'name').trim();
  const done = await forAction((vault, caller) =>
    vault.restoreSecret(caller, { id: place.secretId, ...(data.has('name') ? { name } : {}) }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${place.organizationId}/trash`);
  return { status: 'done', result: { name: done.result.name } };
}
