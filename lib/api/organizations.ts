import { z } from '@hono/zod-openapi';
import type { ApiParts } from './context';
import { endpoint } from './endpoint';
import { given, idParams, organization, reword, toFields, toOrganization } from './organization-shapes';
import {
  cursors,
  list,
  listMetadata,
  orderOrNormal,
  text,
  toListMetadata,
  toPageInput,
  without,
} from './wire';

/** `/organizations…` */
export function organizationEndpoints(api: ApiParts): void {
  const tag = 'Organizations';
  endpoint(api, {
    method: 'post',
    path: '/organizations',
    verb: 'createOrganization',
    tag,
    summary: 'Create an organization',
    body: z.object({ name: z.string(), ...given }).openapi('OrganizationDto'),
    misfit: 422,
    reword,
    answer: { status: 201, says: 'Created.', schema: organization },
    faults: [422],
    run: async (vault, caller, { body }) =>
      toOrganization(await vault.createOrganization(caller, { name: body.name, ...toFields(body) })),
  });
  endpoint(api, {
    method: 'get',
    path: '/organizations',
    verb: 'listOrganizations',
    tag,
    summary: 'List organizations',
    query: z.object({
      ...cursors,
      order: orderOrNormal,
      domains: list.optional(),
      search: text('A part of the name.').optional(),
    }),
    answer: {
      says: 'A page of organizations.',
      schema: z
        .object({ object: z.literal('list'), data: z.array(organization), list_metadata: listMetadata })
        .openapi('OrganizationList'),
    },
    run: async (vault, caller, { query }) => {
      const { search, domains } = query;
      const page = await vault.listOrganizations(caller, {
        ...toPageInput(query),
        ...without({ search, domains }),
      });
      return {
        object: 'list' as const,
        data: page.items.map(toOrganization),
        list_metadata: toListMetadata(page, query.order),
      };
    },
  });
  endpoint(api, {
    method: 'get',
    path: '/organizations/external_id/{external_id}',
    verb: 'describeOrganization',
    operationId: 'describeOrganizationByExternalId',
    tag,
    summary: 'Get an organization by the id that you gave it',
    params: z.object({ external_id: text('The external id of the organization.') }),
    answer: { says: 'The organization.', schema: organization },
    faults: [404],
    run: async (vault, caller, { params: { external_id: externalId } }) =>
      toOrganization(await vault.describeOrganization(caller, { externalId })),
  });
  endpoint(api, {
    method: 'get',
    path: '/organizations/{id}',
    verb: 'describeOrganization',
    tag,
    summary: 'Get an organization',
    params: idParams,
    answer: { says: 'The organization.', schema: organization },
    faults: [404],
    run: async (vault, caller, { params: { id } }) =>
      toOrganization(await vault.describeOrganization(caller, { id })),
  });
  endpoint(api, {
    method: 'put',
    path: '/organizations/{id}',
    verb: 'updateOrganization',
    tag,
    summary: 'Change an organization; what is left out stays',
    params: idParams,
    body: z.object({ name: z.string().optional(), ...given }).openapi('UpdateOrganizationDto'),
    misfit: 422,
    reword,
    answer: { says: 'Changed.', schema: organization },
    faults: [404, 422],
    run: async (vault, caller, { params: { id }, body }) =>
      toOrganization(
        await vault.updateOrganization(caller, { id, ...without({ name: body.name }), ...toFields(body) }),
      ),
  });
  endpoint(api, {
    method: 'delete',
    path: '/organizations/{id}',
    verb: 'deleteOrganization',
    tag,
    summary: 'Delete an organization that has no secrets left',
    params: idParams,
    answer: { says: 'Deleted.', schema: z.object({}) },
    faults: [404, 409],
    run: async (vault, caller, { params: { id } }) => {
      await vault.deleteOrganization(caller, { id });
      return {};
    },
  });
}
