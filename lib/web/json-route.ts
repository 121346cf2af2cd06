import { unstable_rethrow } from 'next/navigation';
import { runtime } from '@/lib/runtime';
import type { Caller, Vault } from '@/lib/vault';
import { callerFromSession } from './caller';
import { type Failure, failure, signedOut, toFailure } from './failure';
import { isFromThisSite } from './request';

const MOST_BODY_CHARS = 8_192;

/** What a browser must not keep: no cache, no disk, no page of the history. */
export const NEVER_KEPT = {
  'Cache-Control': 'no-store, private',
  'Content-Type': 'application/json; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Cookie',
} as const;

/**
 * Answers a script of this site with something that is shown once: a value, a new API key. A route and not a
 * server action, because what an action returns becomes part of the page's own payload.
 */
export async function jsonRoute(
  request: Request,
  work: (vault: Vault, caller: Caller, body: Readonly<Record<string, unknown>>) => Promise<object>,
): Promise<Response> {
  const { env, vault } = await runtime();
  if (!(await isFromThisSite(env.origin))) {
    return refuse(403, failure('forbidden', 'Only pages of this site may ask for this.'));
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, failure('invalid_input', 'Send JSON.'));
  }
  // Nothing is read of a request that brings no session.
  const caller = await callerFromSession();
  if (caller.via === 'nobody') return refuse(401, signedOut());
  const body = await readObject(request);
  if (!body) return refuse(400, failure('invalid_input', 'Send a JSON object.'));
  try {
    return Response.json(await work(vault, caller, body), { headers: NEVER_KEPT });
  } catch (error) {
    unstable_rethrow(error);
    const told = toFailure(error, caller.requestId);
    return refuse(statusOf(told.code), told);
  }
}

async function readObject(request: Request): Promise<Record<string, unknown> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_CHARS) return null;
  const text = await request.text();
  if (text.length > MOST_BODY_CHARS) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function refuse(status: number, told: Failure): Response {
  return Response.json(told, { status, headers: NEVER_KEPT });
}

/** For the browser's own tools only: our scripts read `code`. The API's statuses are a table of its own. */
export function statusOf(code: Failure['code']): number {
  if (code === 'unauthenticated') return 401;
  if (code === 'forbidden') return 403;
  if (code === 'not_found') return 404;
  if (code === 'fault') return 500;
  return code === 'unavailable' ? 503 : 422;
}
