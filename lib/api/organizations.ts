import { z } from '@hono/zod-openapi';
import type { Organization } from '@/lib/vault';
import type { ApiParts } from './context';
import { endpoint } from './endpoint';
import { Fault } from './errors';
import {
  cursors,
  list,
  listMetadata,
  orderOrNormal,
  text,
  timestamp,
  toListMetadata,
  toPageInput,
  without,
} from './wire';

const domain = z
  .object({
    object: z.literal('organization_domain'),
    id: z.string(),
    organization_id: z.string(),
    domain: z.string(),
    state: z.enum(['pending', 'verified']),
    verification_strategy: z.literal('manual'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .openapi('OrganizationDomain');

export const organization = z
  .object({
    object: z.literal('organization'),
    id: z.string(),
    name: z.string(),
    domains: z.array(domain),
    metadata: z.record(z.string(), z.string()),
    external_id: z.string().nullable(),
    allow_profiles_outside_organization: z.literal(false).openapi({
      type: 'boolean',
      deprecated: true,
      description: 'Always false: nobody signs in by a domain here.',
    }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .openapi('Organization');

const given = {
  external_id: text('An id of your own.').nullish(),
  metadata: z
    .record(z.string(), z.string())
    .nullish()
    .openapi({ description: 'At most 50 items: keys of 40 characters, texts of 600.' }),
  domains: z.array(z.string()).optional().openapi({ deprecated: true }),
  domain_data: z.array(z.object({ domain: z.string(), state: z.enum(['pending', 'verified']) })).optional(),
  allow_profiles_outside_organization: z.unknown().optional().openapi({ type: 'boolean', deprecated: true }),
};

const idParams = z.object({ id: text('The id of the organization.') });

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

type Given = z.output<z.ZodObject<typeof given>>;

function toFields({ external_id, metadata, domains, domain_data }: Given) {
  const pending = domains?.map((name) => ({ domain: name, state: 'pending' as const }));
  return without({ externalId: external_id, metadata, domains: domain_data ?? pending });
}

export function toOrganization(found: Organization): z.input<typeof organization> {
  const times = { created_at: found.createdAt, updated_at: found.updatedAt };
  return {
    object: 'organization',
    id: found.id,
    name: found.name,
    domains: found.domains.map((one) => ({
      object: 'organization_domain',
      id: one.id,
      organization_id: found.id,
      domain: one.domain,
      state: one.state,
      verification_strategy: 'manual',
      ...times,
    })),
    metadata: { ...found.metadata },
    external_id: found.externalId,
    allow_profiles_outside_organization: false,
    ...times,
  };
}

/** The contract has a status and a code of its own for metadata. */
function reword(fault: Fault): Fault {
  const isMetadata = fault.fields.length > 0 && fault.fields.every(({ field }) => /^metadata\b/.test(field));
  if (fault.code !== 'invalid_input' || !isMetadata) return fault;
  return new Fault(400, 'invalid_metadata', fault.message, fault.fields);
}
