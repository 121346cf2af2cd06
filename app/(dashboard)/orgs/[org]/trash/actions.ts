'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { type Refusal, refusalOf } from '@/lib/web/failure';
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

/** The name is the one that was typed: the vault compares it. */
export async function purgeSecretAction(given: {
  readonly organizationId: string;
  readonly secretId: string;
  readonly name: string;
}): Promise<Refusal | undefined> {
  const { organizationId, secretId, name } = given;
  const done = await forAction((vault, caller) =>
    vault.purgeSecret(caller, { organizationId, id: secretId, confirmName: name }),
  );
  if (done.status === 'error') return refusalOf(done);
  revalidatePath(`/orgs/${organizationId}/trash`);
  return undefined;
}
