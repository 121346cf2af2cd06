import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Vault } from '@/lib/vault';
import type { Limits } from './limits';

/** What the HTTP server knows of a request beside the request itself. */
export interface Facts {
  /** The peer's address. */
  readonly address?: string | undefined;
  /** The request target as it was sent. `Request` has taken `.` and `..` out of its URL, and names may be just that. */
  readonly target?: string | undefined;
}

/** In Hono's words. */
export interface ApiEnv {
  Bindings: Facts;
  Variables: { requestId: string };
}

export type ApiApp = OpenAPIHono<ApiEnv>;

/** What endpoints are made from. */
export interface ApiParts {
  readonly app: ApiApp;
  readonly vault: Vault;
  readonly limits: Limits;
}
