import type { Context } from 'hono';
import type { ApiEnv, Facts } from './context';
import { Fault } from './errors';

/**
 * The path as it was sent, still percent-encoded: it is split first and decoded then, so that a name may hold `/`.
 * Without the target (in Next's route files) `.` and `..` as names are lost: the URL of a `Request` has none.
 */
export function rawPath(request: Request, options?: { env?: Facts | undefined }): string {
  const target = options?.env?.target;
  const from = target?.startsWith('/') ? target : request.url.slice(request.url.indexOf('/', 8));
  const end = from.search(/[?#]/);
  return end === -1 ? from : from.slice(0, end);
}

/** Throws a Fault (400) for a percent sign that encodes nothing. */
export function pathParams(c: Context<ApiEnv>): Record<string, string> {
  try {
    for (const segment of rawPath(c.req.raw, { env: c.env }).split('/')) decodeURIComponent(segment);
  } catch {
    throw new Fault(400, 'malformed_path', 'The path has a percent sign that encodes no UTF-8.');
  }
  // Hono decodes each parameter once, by itself.
  return c.req.param();
}

/** One text for each name. A list is `a,b` or is given several times. */
export function queryOf(c: Context<ApiEnv>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.join(',')]),
  );
}
