import { and, eq, like, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { organizations, secrets, verifiedDomains } from '../db/schema';
import { domainsAreStill, domainWrites, givenDomains, takenDomain } from './domains';
import { invalid, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newId } from './ids';
import { anyId, organizationName, page } from './inputs';
import { operation, type Work } from './operation';
import {
  findByExternalId,
  findOrganization,
  liveOrganizations,
  type Organization,
  type OrganizationRow,
  organizationIsLive,
  toOrganization,
} from './organization-rows';
import { cutPage, type Page, toPage } from './pages';
import { RETENTION, retentionDays } from './retention';

const metadata = z
  .record(
    z.string().min(1).max(40, 'A metadata key has at most 40 characters.'),
    z.string('A metadata value must be text.').max(600, 'A metadata value has at most 600 characters.'),
  )
  .refine((given) => Object.keys(given).length <= 50, 'There may be at most 50 metadata items.');

const externalId = z
  .string()
  .min(1, 'An external id must not be empty.')
  .max(128, 'An external id has at most 128 characters.')
  .regex(/^[\x20-\x7e]+$/, 'An external id is printable ASCII.');

const domain = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9.-]+\.[a-z]{2,}$/i, 'Give a domain, such as example.com.')
    .max(253),
  state: z.enum(['pending', 'verified']),
});

const fields = {
  externalId: externalId.nullish(),
  metadata: metadata.nullish(),
  domains: z.array(domain).max(100, 'There may be at most 100 domains.').optional(),
};

export const createOrganization = operation({
  name: 'organization.create',
  input: z.strictObject({ name: organizationName, ...fields }),
  idempotent: 'plain',
  async run(work, input) {
    const { database, now, at, environmentId } = work;
    const row = {
      id: newId('org', now),
      environmentId,
      name: input.name,
      externalId: input.externalId ?? null,
      metadata: input.metadata ?? {},
      domains: givenDomains(work, input.domains ?? []),
      retentionDays: RETENTION.usual,
      requireReason: false,
      requireSso: false,
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
    };
    const result = toOrganization(row);
    return {
      result,
      writes: [
        database.query.insert(organizations).values(row),
        ...domainWrites(work, row.id, [], row.domains),
      ],
      events: [event('organization.created', result)],
      conflict: async () => (await takenDomain(work, row.id, row.domains)) ?? externalIdTaken(),
    };
  },
});

/**
 * Changes what is given and leaves the rest. A null external id or null metadata clears it. An organization's own
 * administrators change what is theirs: its name, how long its trash keeps, whether a reveal wants a reason.
 */
export const updateOrganization = operation({
  name: 'organization.update',
  input: z.strictObject({
    id: anyId,
    name: organizationName.optional(),
    retentionDays: retentionDays.optional(),
    requireReason: z.boolean().optional(),
    ...fields,
  }),
  async run(work, { id, ...input }) {
    const row = await findOrganization(work, id);
    keepForPrograms(work, row, input);
    const { database, at } = work;
    const changed = {
      name: input.name ?? row.name,
      externalId: input.externalId === undefined ? row.externalId : input.externalId,
      metadata: input.metadata === undefined ? row.metadata : (input.metadata ?? {}),
      domains: input.domains ? givenDomains(work, input.domains, row.domains) : row.domains,
      retentionDays: input.retentionDays ?? row.retentionDays,
      requireReason: input.requireReason ?? row.requireReason,
      updatedAt: at,
    };
    const result = toOrganization({ ...row, ...changed });
    return {
      result,
      writes: [
        expectThat(database, organizationIsLive(row.id)),
        expectThat(database, domainsAreStill(row)),
        ...domainWrites(work, row.id, row.domains, changed.domains),
        database.query.update(organizations).set(changed).where(eq(organizations.id, row.id)),
      ],
      events: [event('organization.updated', result)],
      conflict: async () => {
        const taken = await takenDomain(work, row.id, changed.domains);
        if (taken) return taken;
        const other = changed.externalId !== row.externalId;
        return other && (await externalIdIsTaken(work, changed.externalId)) ? externalIdTaken() : 'again';
      },
    };
  },
});

/** By id, or by the id that its own system gave it. */
export const describeOrganization = operation({
  name: 'organization.describe',
  input: z.union([z.strictObject({ id: anyId }), z.strictObject({ externalId: anyId })]),
  async run(work, input) {
    const row =
      'id' in input ? await findOrganization(work, input.id) : await findByExternalId(work, input.externalId);
    return { result: toOrganization(row), events: { unrecorded: 'names of organizations are no secrets' } };
  },
});

export const listOrganizations = operation({
  name: 'organization.list',
  input: z.strictObject({
    search: z.string().max(200).optional(),
    domains: z.array(z.string()).max(100, 'Name at most 100 domains.').optional(),
    ...page,
  }),
  async run(work, input) {
    const { database, tenant } = work;
    const reach = liveOrganizations(tenant);
    const cut = await cutPage(organizations.seq, input, async (id) => {
      const [row] = await database.query
        .select({ seq: organizations.seq, id: organizations.id })
        .from(organizations)
        .where(and(eq(organizations.id, id), eq(organizations.environmentId, tenant.environmentId)));
      return row && tenant.reaches(row.id) ? row.seq : null;
    });
    const search = input.search && `%${input.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const rows = await database.query
      .select()
      .from(organizations)
      .where(
        and(
          reach,
          cut.where,
          search ? sql`${like(organizations.name, search)} escape '\\'` : undefined,
          input.domains?.length ? hasDomain(input.domains) : undefined,
        ),
      )
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<Organization> = { items: items.map(toOrganization), ...cursors };
    return { result, events: { unrecorded: 'names of organizations are no secrets' } };
  },
});

/**
 * For good. While it has live secrets it fails with `organization_not_empty`, unless they go to its trash with it:
 * there nobody reaches them any more, and they are purged when their time has come.
 */
export const deleteOrganization = operation({
  name: 'organization.delete',
  input: z.strictObject({
    id: anyId,
    secrets: z.enum(['refuse', 'trash']).default('refuse'),
    /** The organization's name, typed by whoever means it; a program means what it sends. */
    confirmName: z.string().optional(),
  }),
  async run(work, { id, secrets: what, confirmName }) {
    const row = await findOrganization(work, id);
    if (confirmName !== undefined && confirmName !== row.name)
      throw invalid('confirmName', 'mismatch', 'This is not the name of the organization.');
    const { database, actor, at } = work;
    const itsLiveSecrets = sql`${secrets.organizationId} = ${row.id} and ${secrets.deletedAt} is null`;
    const trash = database.query
      .update(secrets)
      .set({ deletedAt: at, deletedByName: actor.name })
      .where(itsLiveSecrets);
    const empty = sql`not exists (select 1 from ${secrets} where ${itsLiveSecrets})`;
    return {
      result: toOrganization(row),
      writes: [
        ...(what === 'trash' ? [trash] : []),
        expectThat(database, sql`${organizationIsLive(row.id)} and ${empty}`),
        database.query.delete(verifiedDomains).where(eq(verifiedDomains.organizationId, row.id)),
        database.query.update(organizations).set({ deletedAt: at }).where(eq(organizations.id, row.id)),
      ],
      events: [event('organization.deleted', toOrganization(row))],
      conflict: async () => {
        await findOrganization(work, id);
        return new VaultError(
          'organization_not_empty',
          'This organization still has secrets. Delete them first, so that nothing is lost by mistake.',
        );
      },
    };
  },
});

/**
 * By its external id and metadata the environment's programs find an organization and what it stands for: whoever runs
 * one organization could take a free id there, and be given what is meant for another. Throws `forbidden`.
 */
function keepForPrograms(
  { tenant }: Work,
  row: OrganizationRow,
  given: { readonly externalId?: string | null | undefined; readonly metadata?: unknown },
): void {
  if (tenant.reaches(null)) return;
  const same = given.externalId === undefined || given.externalId === row.externalId;
  if (same && given.metadata === undefined) return;
  throw new VaultError(
    'forbidden',
    'The external id and the metadata belong to the programs of the whole installation. One of its administrators changes them.',
  );
}

function event(type: EventDraft['type'], organization: Organization): EventDraft {
  return { type, organizationId: organization.id, data: { organization } };
}

const hasDomain = (wanted: readonly string[]) =>
  sql`exists (select 1 from json_each(${organizations.domains}) where json_extract(value, '$.domain') in (${sql.join(
    wanted.map((one) => sql`${one.toLowerCase()}`),
    sql`, `,
  )}))`;

async function externalIdIsTaken({ database }: Work, given: string | null): Promise<boolean> {
  if (given === null) return false;
  const [row] = await database.query
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(eq(organizations.externalId, given), sql`${organizations.deletedAt} is null`));
  return row !== undefined;
}

const externalIdTaken = () =>
  new VaultError('external_id_already_used', 'Another organization has this external id.', {
    fields: [
      { field: 'external_id', code: 'external_id_already_used', message: 'This external id is taken.' },
    ],
  });
