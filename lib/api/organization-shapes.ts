import { z } from '@hono/zod-openapi';
import type { Organization } from '@/lib/vault';
import { Fault } from './errors';
import { text, timestamp, without } from './wire';

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

export const given = {
  external_id: text('An id of your own.').nullish(),
  metadata: z
    .record(z.string(), z.string())
    .nullish()
    .openapi({ description: 'At most 50 items: keys of 40 characters, texts of 600.' }),
  domains: z.array(z.string()).optional().openapi({ deprecated: true }),
  domain_data: z.array(z.object({ domain: z.string(), state: z.enum(['pending', 'verified']) })).optional(),
  allow_profiles_outside_organization: z.unknown().optional().openapi({ type: 'boolean', deprecated: true }),
};

export const idParams = z.object({ id: text('The id of the organization.') });

type Given = z.output<z.ZodObject<typeof given>>;

export function toFields({ external_id, metadata, domains, domain_data }: Given) {
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
export function reword(fault: Fault): Fault {
  const isMetadata = fault.fields.length > 0 && fault.fields.every(({ field }) => /^metadata\b/.test(field));
  if (fault.code !== 'invalid_input' || !isMetadata) return fault;
  return new Fault(400, 'invalid_metadata', fault.message, fault.fields);
}
