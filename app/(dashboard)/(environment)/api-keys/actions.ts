'use server';

import { revalidatePath } from 'next/cache';
import { forAction } from '@/lib/web/action';

export async function revokeApiKeyAction(id: string): Promise<{ error?: string } | undefined> {
  const done = await forAction((vault, caller) => vault.revokeApiKey(caller, { id }));
  if (done.status === 'error') return { error: done.message };
  revalidatePath('/api-keys');
  return undefined;
}
