'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';

export async function removeIdentityAction(id: string): Promise<{ error?: string } | undefined> {
  const done = await forAction((vault, caller) => vault.removeIdentity(caller, { id }));
  if (done.status === 'error') return { error: done.message };
  revalidatePath('/account/sso');
  return undefined;
}
