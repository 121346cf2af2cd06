import { unstable_rethrow } from 'next/navigation';
import type { Caller, Vault } from '@/lib/vault';
import { callerFromSession } from './caller';
import { type Failure, signedOut, toFailure } from './failure';
import { openedVault } from './vault';

type Done<Result> = { readonly status: 'done'; readonly result: Result };

/** Does one thing in the vault for whoever sends the form. A refusal becomes the form's state. */
export async function forAction<Result>(
  work: (vault: Vault, caller: Caller) => Promise<Result>,
): Promise<Done<Result> | Failure> {
  const caller = await callerFromSession();
  // As for pages: without a session nothing was tried.
  if (caller.via === 'nobody') return signedOut();
  return attempt(caller, work);
}

/** The same for forms that are sent before anybody has signed in. */
export async function attempt<Result>(
  caller: Caller,
  work: (vault: Vault, caller: Caller) => Promise<Result>,
): Promise<Done<Result> | Failure> {
  try {
    return { status: 'done', result: await work(await openedVault(), caller) };
  } catch (error) {
    unstable_rethrow(error);
    return toFailure(error, caller.requestId);
  }
}
