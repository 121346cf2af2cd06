import type { Context } from 'hono';
import { readJson } from './body';
import type { ApiEnv } from './context';
import type { Definition, Given, Shape } from './definition';
import { Fault } from './errors';
import { pathParams, queryOf } from './target';

/** What a request brings, validated. Throws a Fault for what does not fit. */
export async function given<Params extends Shape, Query extends Shape, Body extends Shape>(
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
