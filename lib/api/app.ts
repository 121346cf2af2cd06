import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { newRequestId, storageCode, type Vault } from '@/lib/vault';
import type { ApiEnv, Facts } from './context';
import { asFault, type ErrorBody } from './errors';
import { eventEndpoints } from './events';
import { keyEndpoints } from './keys';
import { Limits } from './limits';
import { objectEndpoints } from './objects';
import { openApiEndpoint } from './openapi';
import { organizationEndpoints } from './organizations';

import { rawPath } from './target';

/** The HTTP API as one function, without a framework around it: a server and Next's route files call the same. */
export type Api = (request: Request, facts?: Facts) => Promise<Response>;

export interface ApiOptions {
  readonly vault: Vault;
  /** How often one API key may ask. */
  readonly requestsPerMinute: number;
  /** Gets one line of JSON, without a line break, for each fault of the server. To stderr if left out. */
  readonly log?: (line: string) => void;
}

export function createApi({ vault, requestsPerMinute, log = toStderr }: ApiOptions): Api {
  const app = new OpenAPIHono<ApiEnv>({ getPath: rawPath });
  const api = { app, vault, limits: new Limits(requestsPerMinute) };

  app.use(async (c, next) => {
    const given = c.req.header('x-request-id');
    const requestId = given && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : newRequestId();
    c.set('requestId', requestId);
    c.header('X-Request-ID', requestId);
    // On errors too: nothing here is for a cache.
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
  });

  objectEndpoints(api);
  keyEndpoints(api);
  organizationEndpoints(api);
  eventEndpoints(api);
  openApiEndpoint(app);

  app.get('/api/health', async (c) => {
    try {
      await vault.ping();
      return c.json({ status: 'ok' });
    } catch {
      c.header('Retry-After', '1');
      return c.json({ status: 'unavailable' }, 503);
    }
  });

  app.notFound((c) => c.json(bodyOf('not_found', 'There is no such endpoint.'), 404));

  app.onError((error, c) => {
    const fault = asFault(error);
    if (!fault || fault.status >= 500) log(lineOf(error, c));
    if (!fault) {
      const message = `Something went wrong here. Give this id to whoever runs this server: ${c.get('requestId')}`;
      return c.json(bodyOf('internal_error', message), 500);
    }
    const retryAfterSeconds = fault.retryAfterSeconds ?? (fault.status === 503 ? 1 : undefined);
    if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds));
    if (fault.status === 401) c.header('WWW-Authenticate', 'Bearer');
    return c.json(fault.body, fault.status);
  });

  return async (request, facts = {}) => app.fetch(request, facts);
}

const bodyOf = (code: string, message: string): ErrorBody => ({ error: message, message, code });

/** A driver puts bound parameters into its message, so no message is ever logged; nor is the path, which may hold a name. */
function lineOf(error: Error, c: Context<ApiEnv>): string {
  const fault = asFault(error);
  return JSON.stringify({
    level: 'error',
    at: new Date().toISOString(),
    requestId: c.get('requestId'),
    route: `${c.req.method} ${routePath(c, -1)}`,
    error: error.name,
    code: fault ? fault.code : storageCode(error),
  });
}

const toStderr = (line: string) => {
  process.stderr.write(`${line}\n`);
};
