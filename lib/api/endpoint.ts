import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Caller, isVaultError, type Vault } from '@/lib/vault';
import { bearerToken, callerOf } from './authenticate';
import { readJson } from './body';
import type { ApiApp, ApiEnv, ApiParts } from './context';
import { type ErrorStatus, errorBody, Fault, inWireWords } from './errors';
import { pathParams, queryOf } from './target';

type Verb = {
  [Name in keyof Vault]: Vault[Name] extends (caller: Caller, input: never) => Promise<unknown>
    ? Name
    : never;
}[keyof Vault];

type Shape = z.ZodObject;
type Given<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

/** One endpoint: its path, the schemas that both validate and document, and the one operation behind it. */
interface Definition<
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly verb: Verb;
  readonly tag: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** For a body of the wrong types: the contract says 400 for some endpoints and 422 for others. */
  readonly misfit?: 400 | 422;
  /** The vault's names of fields that the wire calls otherwise. */
  readonly names?: Readonly<Record<string, string>>;
  /** Other words for a refusal. */
  readonly reword?: (fault: Fault) => Fault;
  readonly answer: { readonly status?: 200 | 201; readonly says: string; readonly schema: Answer };
  /** The statuses that are worth a mention beside those that every endpoint has. */
  readonly faults?: readonly ErrorStatus[];
  readonly run: (
    vault: Vault,
    caller: Caller,
    given: { params: Given<Params>; query: Given<Query>; body: Given<Body> },
  ) => Promise<z.input<Answer>>;
}

/**
 * The one way to make an endpoint. Not `app.openapi()`: that validates before it is known who asks, and answers 415 to
 * content types that clients in use do send.
 */
export function endpoint<
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
>({ app, vault, limits }: ApiParts, definition: Definition<Params, Query, Body, Answer>): void {
  document(app, definition);
  const { method, path, verb, body, run, answer, names, reword = (fault) => fault } = definition;
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const token = bearerToken(c.req.header('authorization'));
    const address = c.env.address ?? 'unknown';
    await limits.admit(address, token);
    if (token !== null) {
      await limits.count(token, (headers) => {
        for (const [name, value] of Object.entries(headers)) c.header(name, value);
      });
    }
    try {
      const result = await perform(c, token);
      if (token !== null) limits.succeeded(token);
      return c.json(result, answer.status ?? 200);
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (!isVaultError(error)) throw error;
      if (error.code === 'unauthenticated') await limits.failed(address, token);
      throw reword(inWireWords(Fault.of(error, { hasBody: body !== undefined }), names));
    }
  });

  async function perform(c: Context<ApiEnv>, token: string | null) {
    const facts = { requestId: c.get('requestId'), address: c.env.address };
    let caller: Caller = token === null ? { ...facts, via: 'nobody' } : { ...facts, via: 'api-key', token };
    // Nothing is read of a request without a key.
    if (token === null) await refuse(caller);
    try {
      if (method === 'post') caller = callerOf(caller, c.req.header('idempotency-key'));
      return await run(vault, caller, await given(c, definition));
    } catch (error) {
      // Who may not ask is not told what is wrong with the question.
      if (error instanceof Fault) await refuse(caller);
      throw error;
    }
  }

  /** The vault looks at who asks before it looks at what: asked without any input, it refuses only the caller. */
  async function refuse(caller: Caller): Promise<void> {
    await (vault[verb] as (caller: Caller, input: unknown) => Promise<unknown>)(caller, undefined).catch(
      (error: unknown) => {
        if (!isVaultError(error) || error.code !== 'invalid_input') throw error;
      },
    );
  }
}

async function given<Params extends Shape, Query extends Shape, Body extends Shape>(
  c: Context<ApiEnv>,
  {
    params,
    query,
    body,
    misfit = 400,
  }: Pick<Definition<Params, Query, Body, never>, 'params' | 'query' | 'body' | 'misfit'>,
) {
  const read = {
    params: params && fit(params, pathParams(c), 400),
    query: query && fit(query, queryOf(c), 400),
    body: body && fit(body, await readJson(c.req.raw), misfit),
  };
  return read as { params: Given<Params>; query: Given<Query>; body: Given<Body> };
}

function fit(schema: Shape, value: unknown, status: 400 | 422): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code, message }) => ({
    field: path.join('.'),
    code: code === 'custom' ? 'invalid' : code,
    message: path.length > 0 && code === 'invalid_type' ? typeWords(value, path) : message,
  }));
  const [first] = fields;
  const message = first?.field ? `${first.field}: ${first.message}` : 'The body must be a JSON object.';
  throw new Fault(status, 'invalid_input', message, fields);
}

/** Never what was given: it might be a value. */
function typeWords(value: unknown, path: readonly PropertyKey[]): string {
  const last = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return last === undefined ? 'This is required.' : 'This has the wrong type.';
}

const EVERYWHERE: readonly ErrorStatus[] = [400, 401, 403, 429, 503];

function document<Params extends Shape, Query extends Shape, Body extends Shape, Answer extends z.ZodType>(
  app: ApiApp,
  {
    method,
    path,
    verb,
    tag,
    summary,
    params,
    query,
    body,
    misfit,
    answer,
    faults = [],
  }: Definition<Params, Query, Body, Answer>,
): void {
  const json = <S extends z.ZodType>(schema: S) => ({ 'application/json': { schema } });
  const statuses = new Set([
    ...EVERYWHERE,
    ...faults,
    ...(body ? [413 as const, ...(misfit ? [misfit] : [])] : []),
  ]);
  app.openAPIRegistry.registerPath({
    method,
    path,
    operationId: verb,
    tags: [tag],
    summary,
    security: [{ apiKey: [] }],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(method === 'post'
        ? { headers: z.object({ 'Idempotency-Key': z.string().min(1).max(255).optional() }) }
        : {}),
      ...(body ? { body: { required: true, content: json(body) } } : {}),
    },
    responses: {
      [answer.status ?? 200]: { description: answer.says, content: json(answer.schema) },
      ...Object.fromEntries(
        [...statuses]
          .toSorted((a, b) => a - b)
          .map((status) => [status, { description: PHRASES[status], content: json(errorBody) }]),
      ),
    },
  });
}

const PHRASES: Record<ErrorStatus, string> = {
  400: 'Malformed request.',
  401: 'The API key is missing or unknown.',
  403: 'The API key may not do this.',
  404: 'Not found, or not yours.',
  409: 'Conflict with what is there.',
  413: 'Too large.',
  422: 'Well-formed, but not valid.',
  429: 'Too many requests; Retry-After says for how long to wait.',
  500: 'A fault of the server.',
  503: 'The storage or the key provider is unavailable; try again after Retry-After.',
};
