import { unstable_rethrow } from 'next/navigation';
import { runtime } from '@/lib/runtime';
import type { Caller, Vault } from '@/lib/vault';
import { callerFromSession } from './caller';
import { failure, signedOut, toFailure } from './failure';
import { NEVER_KEPT, statusOf } from './json-route';
import { confirmPath } from './next-path';
import { isFromThisSite } from './request';

const AS_TEXT = {
  ...NEVER_KEPT,
  'Content-Type': 'text/plain; charset=utf-8',
  // Whatever the text is: it is no page, and runs nothing.
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
};

/**
 * Answers a form of this site with one text, for a browser that runs no scripts: a value travels alone there too,
 * and stands in no HTML. The browser shows it as it is; Back leads to the page again. Where a proof is wanted first, the page
 * that takes it leads back to the form.
 */
export async function textRoute(
  /** The page with the form. */
  page: string,
  work: (vault: Vault, caller: Caller) => Promise<string>,
): Promise<Response> {
  const { env, vault } = await runtime();
  if (!(await isFromThisSite(env.origin))) {
    return answer(403, failure('forbidden', 'Only pages of this site may ask for this.').message);
  }
  const caller = await callerFromSession();
  if (caller.via === 'nobody') return answer(401, signedOut().message);
  try {
    return answer(200, await work(vault, caller));
  } catch (error) {
    unstable_rethrow(error);
    const { code, message } = toFailure(error, caller.requestId);
    if (code === 'proof_required') {
      return new Response(null, { status: 303, headers: { ...NEVER_KEPT, Location: confirmPath(page) } });
    }
    return answer(statusOf(code), message);
  }
}

const answer = (status: number, text: string) => new Response(text, { status, headers: AS_TEXT });
