'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';
import { type Refusal, refusalOf } from '@/lib/web/failure';

export async function revokeApiKeyAction(id: string): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.revokeApiKey(caller, { id }));
  if (done.status === 'error') return refusalOf(done);
  // A key of an organization stands on two pages.
  revalidatePath('/api-keys');
  revalidatePath('/orgs/[org]/api-keys', 'page');
  return undefined;
}
