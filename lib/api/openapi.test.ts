import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './test-support';

let t: TestApi;
// oxlint-disable-next-line typescript/no-explicit-any
let document: any;
beforeAll(async () => {
  t = await openTestApi();
  document = (await t.ask('GET', '/openapi.json', { token: null })).body;
});
afterAll(() => t.close());

/** Every path and method of WorkOS' published description of Vault, organizations and events, with its success. */
const PUBLISHED = {
  '/vault/v1/keys/data-key': { post: 200 },
  '/vault/v1/keys/decrypt': { post: 200 },
  '/vault/v1/keys/rekey': { post: 200 },
  '/vault/v1/kv': { get: 200, post: 201 },
  '/vault/v1/kv/name/{name}': { get: 200 },
  '/vault/v1/kv/{id}': { get: 200, put: 201, delete: 200 },
  '/vault/v1/kv/{id}/metadata': { get: 200 },
  '/vault/v1/kv/{id}/versions': { get: 200 },
  '/organizations': { get: 200, post: 201 },
  '/organizations/{id}': { get: 200, put: 200, delete: 200 },
  '/organizations/external_id/{external_id}': { get: 200 },
  '/events': { get: 200 },
};

describe('the description of the API', () => {
  it('has every path and method that clients know, and no other', () => {
    const ours = Object.fromEntries(
      Object.entries<Record<string, { responses: object }>>(document.paths).map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(methods).map(([method, { responses }]) => [
            method,
            Number(Object.keys(responses).find((status) => status.startsWith('2'))),
          ]),
        ),
      ]),
    );
    expect(ours).toEqual(PUBLISHED);
  });

  it('gives each endpoint a name of its own', () => {
    const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names what a body must hold, and its limits', () => {
    const { CreateObjectRequest, ObjectMetadata } = document.components.schemas;
    expect(CreateObjectRequest.required).toEqual(['name', 'value', 'key_context']);
    expect(CreateObjectRequest.properties.name).toMatchObject({ type: 'string', maxLength: 200 });
    expect(CreateObjectRequest.properties.key_context).toMatchObject({ type: 'object', maxProperties: 10 });
    expect(ObjectMetadata.required).toHaveLength(7);
    const [limit] = document.paths['/vault/v1/kv'].get.parameters;
    expect(limit).toMatchObject({
      name: 'limit',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    });
    expect(document.paths['/vault/v1/kv'].post.responses['409'].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Error',
    });
  });
});
