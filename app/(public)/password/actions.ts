'use server';

import { redirect } from 'next/navigation';
import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { NO_TOKEN } from '@/lib/web/link-token';
import { mailsLinks } from '@/lib/web/mail';
import { openSession } from '@/lib/web/sign-in';

/** Who makes such links. An administrator cannot. */
const newLink = async () =>
  `This link was used or is too old. ${
    (await mailsLinks())
      ? 'Ask for a new one with “Forgot your password?” at the sign-in.'
      : 'Whoever runs the server can make you a new one.'
  }`;

export async function choosePasswordAction(_: FormState, data: FormData): Promise<FormState> {
  const password = textOf(data, 'password');
  const token = textOf(data, 'token').trim();
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.choosePassword(caller, { token, password }),
  );
  if (done.status === 'error') {
    if (token === '') return { ...done, fields: { ...done.fields, token: NO_TOKEN } };
    if (done.code !== 'link_invalid') return done;
    const message = await newLink();
    return { ...done, message, fields: { token: message } };
  }
  redirect((await openSession(done.result.email, password)) ? '/sign-in' : '/');
}
