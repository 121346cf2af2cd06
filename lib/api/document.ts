import { z } from '@hono/zod-openapi';
import type { ApiApp } from './context';
import type { Definition, Shape } from './definition';
import { type ErrorStatus, errorBody } from './errors';

const EVERYWHERE: readonly ErrorStatus[] = [400, 401, 403, 429, 503];

/** Registers an endpoint for `/openapi.json`, from the schemas that validate its requests. */
export function document<
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
>(
  app: ApiApp,
  {
    method,
    path,
    verb,
    operationId = verb,
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
    operationId,
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
