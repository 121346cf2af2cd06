'use server';

import { redirect } from 'next/navigation';
import type { Caller, OfferedInvitation, Vault } from '@/lib/vault';
import { attempt } from '@/lib/web/action';
import { callerFromSession, nobody } from '@/lib/web/caller';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { NO_TOKEN } from '@/lib/web/link-token';
import { openSession } from '@/lib/web/sign-in';

/** What an invitation is for. */
export async function describeInvitationAction(
  token: string,
): Promise<{ readonly status: 'done'; readonly result: OfferedInvitation } | Failure> {
  return asWhoeverAsks((vault, caller) => vault.describeInvitation(caller, { token }));
}

export async function acceptInvitationAction(_: FormState, data: FormData): Promise<FormState> {
  const token = textOf(data, 'token').trim();
  const password = textOf(data, 'password');
  const name = textOf(data, 'name').trim();
  const done = await asWhoeverAsks((vault, caller) =>
    vault.acceptInvitation(caller, {
      token,
      ...(data.has('name') ? { name } : {}),
      ...(data.has('password') ? { password } : {}),
    }),
  );
  if (done.status === 'error') {
    if (token === '') return { ...done, fields: { ...done.fields, token: NO_TOKEN } };
    if (done.code === 'link_invalid') return { ...done, fields: { token: done.message } };
    return withGiven(done, data, ['name', 'token']);
  }
  const { email, organizationId, isNew } = done.result;
  const home = organizationId === null ? '/orgs' : `/orgs/${organizationId}/secrets`;
  redirect(isNew && (await openSession(email, password)) ? '/sign-in' : home);
}

/** Whoever is signed in; for who is not, and for whose session has ended, nobody. */
async function asWhoeverAsks<Result>(work: (vault: Vault, caller: Caller) => Promise<Result>) {
  const done = await attempt(await callerFromSession(), work);
  return done.status === 'error' && done.code === 'unauthenticated' ? attempt(await nobody(), work) : done;
}
