import { forbidden, notFound, redirect, unstable_rethrow } from 'next/navigation';
import { type Caller, isVaultError, type Vault } from '@/lib/vault';
import { callerFromSession } from './caller';
import { toFault } from './fault';
import { signInPath } from './next-path';
import { openedVault } from './vault';

/**
 * Asks the vault on behalf of whoever looks at the page, and turns a refusal into the page that says so.
 * `path` is the page's own address with its search: sign-in leads back to it.
 */
export async function forPage<Result>(
  path: string,
  work: (vault: Vault, caller: Caller) => Promise<Result>,
): Promise<Result> {
  const caller = await callerFromSession();
  // Nothing was tried, so nothing is asked of the vault: else each robot's visit would be a line in the trail.
  if (caller.via === 'nobody') redirect(signInPath(path));
  try {
    return await work(await openedVault(), caller);
  } catch (error) {
    unstable_rethrow(error);
    if (isVaultError(error)) {
      switch (error.code) {
        case 'unauthenticated':
          return redirect(signInPath(path));
        case 'forbidden':
          return forbidden();
        case 'not_found':
        case 'unknown_organization':
          return notFound();
        case 'invalid_input':
          // Whatever else was wrong would be wrong there too.
          return withoutCursors(path) === path ? notFound() : redirect(withoutCursors(path));
        case 'invalid_cursor':
          return redirect(withoutCursors(path));
        default:
      }
    }
    throw toFault(error, caller.requestId);
  }
}

/** A list from its start, with the same search. */
function withoutCursors(path: string): string {
  const [pathname = '/', search] = path.split('?');
  const parameters = new URLSearchParams(search);
  if (!parameters.has('after') && !parameters.has('before')) return path;
  parameters.delete('after');
  parameters.delete('before');
  return parameters.size > 0 ? `${pathname}?${parameters}` : pathname;
}
