'use server';

import { redirect } from 'next/navigation';
import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { signInPath } from '@/lib/web/next-path';
import { openSession } from '@/lib/web/sign-in';

const NEW_LINK =
  'This set-up link was used or is too old. Restart Strongroom: until somebody has set it up, each start prints a new link.';

export async function setUpAction(_: FormState, data: FormData): Promise<FormState> {
  const email = textOf(data, 'email');
  const password = textOf(data, 'password');
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.completeSetup(caller, {
      token: textOf(data, 'token').trim(),
      name: textOf(data, 'name').trim(),
      email,
      password,
      organizationName: textOf(data, 'organizationName').trim(),
      environmentName: textOf(data, 'environmentName').trim() || undefined,
    }),
  );
  if (done.status === 'error') {
    return done.code === 'link_invalid' ? { ...done, message: NEW_LINK, fields: { token: NEW_LINK } } : done;
  }
  const home = `/orgs/${done.result.organizationId}/secrets`;
  redirect((await openSession(email, password)) ? signInPath(home) : home);
}
