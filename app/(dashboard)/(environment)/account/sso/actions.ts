'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { type Refusal, refusalOf } from '@/lib/web/failure';

export async function removeIdentityAction(id: string): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.removeIdentity(caller, { id }));
  if (done.status === 'error') return refusalOf(done);
  revalidatePath('/account/sso');
  return undefined;
}
