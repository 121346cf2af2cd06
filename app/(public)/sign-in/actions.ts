'use server';

import { redirect } from 'next/navigation';
import { type Failure, fieldFailure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { safeNextPath } from '@/lib/web/next-path';
import { openSession } from '@/lib/web/sign-in';

export async function signInAction(_: FormState, data: FormData): Promise<FormState> {
  const email = textOf(data, 'email');
  const password = textOf(data, 'password');
  const refused = missing(email, password) ?? (await openSession(email, password, textOf(data, 'code')));
  if (refused) return withGiven(refused, data, ['email']);
  redirect(safeNextPath(data.get('next')));
}

/** What can be told without counting as an attempt. */
function missing(email: string, password: string): Failure | null {
  const fields: Record<string, string> = {};
  if (!email.includes('@')) fields.email = 'Give an e-mail address, such as ada@example.com.';
  if (password === '') fields.password = 'Give your password.';
  return Object.keys(fields).length > 0 ? fieldFailure(fields) : null;
}
