'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { placeOf } from '@/lib/web/secret-form';

export interface Restored {
  readonly name: string;
}

/** Under its old name, unless another one was asked for. */
export async function restoreSecretAction(
  _: FormState<Restored>,
  data: FormData,
): Promise<FormState<Restored>> {
  const place = placeOf(data);
  const name = textOf(data, 'name').trim();
  const done = await forAction((vault, caller) =>
    vault.restoreSecret(caller, { ...place, ...(data.has('name') ? { name } : {}) }),
  );
  if (done.status === 'error') return done;
  revalidatePath(`/orgs/${place.organizationId}/trash`);
  return { status: 'done', result: { name: done.result.name } };
}
