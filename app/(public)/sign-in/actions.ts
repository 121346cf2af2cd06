'use server';

import { redirect } from 'next/navigation';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { safeNextPath } from '@/lib/web/next-path';
import { openSession } from '@/lib/web/sign-in';

export async function signInAction(_: FormState, data: FormData): Promise<FormState> {
  const refused = await openSession(textOf(data, 'email'), textOf(data, 'password'));
  if (refused) return refused;
  redirect(safeNextPath(data.get('next')));
}
