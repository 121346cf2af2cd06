import { unstable_rethrow } from 'next/navigation';
import { runtime } from '@/lib/runtime';
import type { Caller, Vault } from '@/lib/vault';
import { callerFromSession, nobody } from './caller';
import { type Failure, failure, signedOut, toFailure } from './failure';
import { isFromThisSite } from './request';

const MOST_BODY_BYTES = 8_192;

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
  work: (vault: Vault, caller: Caller, body: Body) => Promise<object>,
  callerOf = callerFromSession,
): Promise<Response> {
  const opened = await openRequest(request, MOST_BODY_BYTES, callerOf);
  if (opened instanceof Response) return opened;
  const { vault, caller, body } = opened;
  try {
    return Response.json(await work(vault, caller, body), { headers: NEVER_KEPT });
  } catch (error) {
    unstable_rethrow(error);
    return refuse(toFailure(error, caller.requestId));
  }
}

type Body = Readonly<Record<string, unknown>>;

/** The same for what is done before anybody has signed in. */
export async function publicJsonRoute(
  request: Request,
  work: (vault: Vault, caller: Caller, body: Body) => Promise<object>,
): Promise<Response> {
  return jsonRoute(request, work, nobody);
}

/** Who asks for what, or the answer to somebody who may not even ask. */
export async function openRequest(
  request: Request,
  mostBytes = MOST_BODY_BYTES,
  callerOf: () => Promise<Caller> = callerFromSession,
): Promise<{ vault: Vault; caller: Caller; body: Body } | Response> {
  const { env, vault } = await runtime();
  if (!(await isFromThisSite(env.origin))) {
    return refuse(failure('forbidden', 'Only pages of this site may ask for this.'));
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(failure('invalid_input', 'Send JSON.'), 415);
  }
  // Nothing is read of a request that brings no session.
  const caller = await callerOf();
  if (caller.via === 'nobody' && callerOf !== nobody) return refuse(signedOut());
  const body = await readObject(request, mostBytes);
  return body ? { vault, caller, body } : refuse(failure('invalid_input', 'Send a JSON object.'), 400);
}

async function readObject(request: Request, mostBytes: number): Promise<Record<string, unknown> | null> {
  const text = await readText(request, mostBytes);
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Null as soon as it is more than that, whatever the headers say. */
async function readText({ headers, body }: Request, mostBytes: number): Promise<string | null> {
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export function refuse(told: Failure, status = statusOf(told.code)): Response {
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
