'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { NO_TOKEN } from '@/lib/web/link-token';
import { signInPath } from '@/lib/web/next-path';
import { isSetUp } from '@/lib/web/setup';
import { openSession } from '@/lib/web/sign-in';

const NEW_LINK =
  'This set-up link was used or is too old. For a new one, run `npm run -s strongroom -- setup-link` where Strongroom runs, or restart it: until somebody has set it up, each start prints a new link.';
const HARMLESS = ['name', 'email', 'organizationName', 'environmentName'];

export async function setUpAction(_: FormState, data: FormData): Promise<FormState> {
  const email = textOf(data, 'email');
  const password = textOf(data, 'password');
  const token = textOf(data, 'token').trim();
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.completeSetup(caller, {
      token,
      name: textOf(data, 'name').trim(),
      email,
      password,
      organizationName: textOf(data, 'organizationName').trim(),
      environmentName: textOf(data, 'environmentName').trim() || undefined,
    }),
  );
  if (done.status === 'error') {
    // The page, shown anew with this answer, says that it is done, and leads to the sign-in.
    if (done.code === 'link_invalid' && (await isSetUp())) revalidatePath('/setup');
    const told = inWords(done, token);
    // A link that still works is not to be found again for a typing error.
    return withGiven(told, data, told.fields.token ? HARMLESS : [...HARMLESS, 'token']);
  }
  const home = `/orgs/${done.result.organizationId}/secrets`;
  redirect((await openSession(email, password)) ? signInPath(home) : home);
}

function inWords(failure: Failure, token: string): Failure {
  if (token === '') return { ...failure, fields: { ...failure.fields, token: NO_TOKEN } };
  return failure.code === 'link_invalid'
    ? { ...failure, message: NEW_LINK, fields: { token: NEW_LINK } }
    : failure;
}
