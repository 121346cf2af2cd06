'use server';

import type { SignInWay } from '@/lib/vault';
import { attempt } from '@/lib/web/action';
import { nobody } from '@/lib/web/caller';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';

/** Where an address signs in. It looks for no account, so that it tells nothing of any. */
export async function findWaysAction(
  _: FormState<readonly SignInWay[]>,
  data: FormData,
): Promise<FormState<readonly SignInWay[]>> {
  const email = textOf(data, 'email');
  const done = await attempt(await nobody(), (vault, caller) => vault.discoverSignIn(caller, { email }));
  if (done.status === 'error') return withGiven(done, data, ['email']);
  return { status: 'done', result: done.result.ofDomain };
}
