import { z } from '@hono/zod-openapi';
import { LIMITS } from '@/lib/vault';
import type { ApiParts } from './context';
import { endpoint } from './endpoint';
import {
  idParams,
  metadata,
  summary,
  toDescription,
  toMetadata,
  toObject,
  value,
  version,
  withoutValue,
  withValue,
} from './object-shapes';
import {
  contextGiven,
  cursors,
  instant,
  listMetadata,
  order,
  text,
  toListMetadata,
  toPageInput,
  without,
} from './wire';

/** `/vault/v1/kv…`: what the guide calls secrets and the contract objects. */
export function objectEndpoints(api: ApiParts): void {
  const tag = 'Objects';
  endpoint(api, {
    method: 'post',
    path: '/vault/v1/kv',
    verb: 'createSecret',
    tag,
    summary: 'Create an object',
    body: z
      .object({
        name: z.string().openapi({ minLength: 1, maxLength: LIMITS.nameChars }),
        value,
        key_context: contextGiven,
      })
      .openapi('CreateObjectRequest'),
    misfit: 422,
    names: { context: 'key_context' },
    answer: { status: 201, says: 'Created.', schema: metadata },
    faults: [409, 422],
    run: async (vault, caller, { body: { name, value: given, key_context: context } }) =>
      toMetadata(await vault.createSecret(caller, { name, value: given, context })),
  });
  endpoint(api, {
    method: 'get',
    path: '/vault/v1/kv',
    verb: 'listSecrets',
    tag,
    summary: 'List the names of objects',
    query: z.object({
      ...cursors,
      order,
      search: text('A part of the name.').optional(),
      updatedAfter: instant.optional(),
      updated_after: instant.optional(),
      organization_id: text('Only the objects of this organization.').optional(),
    }),
    answer: {
      says: 'A page of names.',
      schema: z.object({ data: z.array(summary), list_metadata: listMetadata }).openapi('ObjectListResponse'),
    },
    faults: [404],
    run: async (vault, caller, { query }) => {
      const page = await vault.listSecrets(caller, {
        ...toPageInput(query),
        ...without({
          search: query.search,
          updatedAfter: query.updatedAfter ?? query.updated_after,
          organizationId: query.organization_id,
        }),
      });
      const data = page.items.map(({ id, name, updatedAt }) => ({ id, name, updated_at: updatedAt }));
      return { data, list_metadata: toListMetadata(page) };
    },
  });
  // Before `{id}/metadata` and `{id}/versions`: an object may have one of these as its name, and none has `name` as its id.
  endpoint(api, {
    method: 'get',
    path: '/vault/v1/kv/name/{name}',
    verb: 'readSecret',
    operationId: 'readSecretByName',
    tag,
    summary: 'Read an object by name',
    params: z.object({ name: text('Percent-encoded: a name may hold any character but controls.') }),
    query: z.object({ organization_id: text('Whose, where several organizations use the name.').optional() }),
    answer: { says: 'The object with its value.', schema: withValue },
    faults: [404, 409],
    run: async (vault, caller, { params: { name }, query }) =>
      toObject(
        await vault.readSecret(caller, { name, ...without({ organizationId: query.organization_id }) }),
      ),
  });
  endpoint(api, {
    method: 'get',
    path: '/vault/v1/kv/{id}',
    verb: 'readSecret',
    tag,
    summary: 'Read an object',
    params: idParams,
    answer: { says: 'The object with its value.', schema: withValue },
    faults: [404],
    run: async (vault, caller, { params: { id } }) => toObject(await vault.readSecret(caller, { id })),
  });
  endpoint(api, {
    method: 'put',
    path: '/vault/v1/kv/{id}',
    verb: 'updateSecret',
    tag,
    summary: 'Replace the value of an object',
    params: idParams,
    body: z
      .object({ value, version_check: text('The version that must be the current one.').nullish() })
      .openapi('UpdateObjectRequest'),
    answer: { status: 201, says: 'Replaced.', schema: withoutValue },
    faults: [404, 409, 422],
    run: async (vault, caller, { params: { id }, body: { value: given, version_check: versionCheck } }) =>
      toDescription(await vault.updateSecret(caller, { id, value: given, versionCheck })),
  });
  endpoint(api, {
    method: 'delete',
    path: '/vault/v1/kv/{id}',
    verb: 'deleteSecret',
    tag,
    summary: 'Delete an object; its name is free at once',
    params: idParams,
    query: z.object({ version_check: text('The version that must be the current one.').optional() }),
    answer: {
      says: 'Deleted.',
      schema: z.object({ success: z.literal(true), name: z.string() }).openapi('DeleteObjectResponse'),
    },
    faults: [404, 409],
    run: async (vault, caller, { params: { id }, query: { version_check: versionCheck } }) => {
      const { name } = await vault.deleteSecret(caller, { id, versionCheck });
      return { success: true as const, name };
    },
  });
  endpoint(api, {
    method: 'get',
    path: '/vault/v1/kv/{id}/metadata',
    verb: 'describeSecret',
    tag,
    summary: 'Describe an object; nothing is decrypted',
    params: idParams,
    answer: { says: 'Everything but the value.', schema: withoutValue },
    faults: [404],
    run: async (vault, caller, { params: { id } }) =>
      toDescription(await vault.describeSecret(caller, { id })),
  });
  endpoint(api, {
    method: 'get',
    path: '/vault/v1/kv/{id}/versions',
    verb: 'listVersions',
    tag,
    summary: 'List the versions of an object, newest first',
    params: idParams,
    query: z.object({ limit: cursors.limit, after: cursors.after }),
    answer: {
      says: 'A page of versions.',
      schema: z
        .object({ data: z.array(version), list_metadata: listMetadata })
        .openapi('VersionListResponse'),
    },
    faults: [404],
    run: async (vault, caller, { params: { id }, query: { limit = LIMITS.pageSize, after } }) => {
      // The SDKs cannot turn pages here: the first one is as long as may be.
      const page = await vault.listVersions(caller, { id, limit, ...without({ after }) });
      const data = page.items.map((item) => ({
        id: item.id,
        created_at: item.createdAt,
        current_version: item.isCurrent,
        size: item.sizeBytes,
        etag: item.etag,
      }));
      return { data, list_metadata: toListMetadata(page) };
    },
  });
}
