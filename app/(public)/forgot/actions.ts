'use server';

import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import { failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { mailPasswordLink, mailsLinks } from '@/lib/web/mail';

/** One answer, whether or not there is such an account: what the vault gives goes to the mailbox alone. */
export async function requestLinkAction(_: FormState<null>, data: FormData): Promise<FormState<null>> {
  if (!(await mailsLinks())) return failure('not_found', 'No mail server is set up here.');
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.requestPasswordLink(caller, { email: textOf(data, 'email') }),
  );
  if (done.status === 'error') return withGiven(done, data, ['email']);
  mailPasswordLink(done.result);
  return { status: 'done', result: null };
}
