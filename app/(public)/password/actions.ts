'use server';

import { redirect } from 'next/navigation';
import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { NO_TOKEN } from '@/lib/web/link-token';
import { openSession } from '@/lib/web/sign-in';

const NEW_LINK = 'This link was used or is too old. Ask an administrator for a new one.';

export async function choosePasswordAction(_: FormState, data: FormData): Promise<FormState> {
  const password = textOf(data, 'password');
  const token = textOf(data, 'token').trim();
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.choosePassword(caller, { token, password }),
  );
  if (done.status === 'error') {
    if (token === '') return { ...done, fields: { ...done.fields, token: NO_TOKEN } };
    return done.code === 'link_invalid' ? { ...done, message: NEW_LINK, fields: { token: NEW_LINK } } : done;
  }
  redirect((await openSession(done.result.email, password)) ? '/sign-in' : '/');
}
