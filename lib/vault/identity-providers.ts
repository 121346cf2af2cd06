import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { identityProviders, organizations, sessions } from '../db/schema';
import { invalid, notFound, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import {
  byAge,
  findProvider,
  type IdentityProviderRow,
  issuerOf,
  placeOfProvider,
  providerIsStill,
  sealClientSecret,
  toProvider,
} from './identity-provider-rows';
import { newId } from './ids';
import { anyId, words } from './inputs';
import { operation, type Work } from './operation';
import { changesOf } from './organization-changes';
import { findOrganization, organizationIsLive, toOrganization } from './organization-rows';
import { ORGANIZATION_ROLES } from './policy';
import { endSessions } from './session-rows';
import { refuseToGive } from './user-rows';

/** Of one organization, or of the environment. */
export const MOST_PROVIDERS = 10;
const MOST_MAPPED = 100;

const ISSUER = 'Give the issuer as an https address, such as https://login.example.com.';
const issuer = z
  .string(ISSUER)
  .trim()
  .max(500, ISSUER)
  .refine((text) => isIssuer(text), ISSUER)
  .transform(issuerOf);

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && !username && !password && !search && !hash && !/[?#]/.test(text);
}

const role = z.enum(ORGANIZATION_ROLES);
const fields = {
  name: words('A name', 80),
  clientId: words('A client id', 500),
  clientSecret: words('A client secret', 1000),
  roleClaim: words('A claim', 200).nullable(),
  roles: z
    .record(words('A value of the claim', 200), role)
    .refine((map) => Object.keys(map).length <= MOST_MAPPED, `Map at most ${MOST_MAPPED} values.`),
  defaultRole: role.nullable(),
};

/** `issuer` is where its discovery document is looked for, and what its tokens have to name. */
export const createIdentityProvider = operation({
  name: 'identity_provider.create',
  input: z.strictObject({
    organizationId: anyId.nullable(),
    issuer,
    ...fields,
    roleClaim: fields.roleClaim.default(null),
    roles: fields.roles.default({}),
    defaultRole: fields.defaultRole.default(null),
  }),
  async run(work, { organizationId: given, clientSecret, ...input }) {
    const { database, environmentId, now, at } = work;
    const organizationId = await placeOfProvider(work, given);
    const id = newId('provider', now);
    const row: IdentityProviderRow = {
      ...input,
      id,
      environmentId,
      organizationId,
      sealedClientSecret: sealClientSecret(work, id, clientSecret),
      createdAt: at,
      updatedAt: at,
      disabledAt: null,
    };
    refuseRoles(work, row);
    const fewer = sql`(select count(*) from (select 1 from ${identityProviders} where ${isOf(organizationId)} limit ${MOST_PROVIDERS})) < ${MOST_PROVIDERS}`;
    return {
      result: toProvider(row),
      writes: [
        expectThat(database, fewer),
        ...(organizationId ? [expectThat(database, organizationIsLive(organizationId))] : []),
        database.query.insert(identityProviders).values(row),
      ],
      events: [event('identity_provider.created', row)],
      conflict: async () => {
        await placeOfProvider(work, given);
        return invalid('name', 'too_many', `There may be ${MOST_PROVIDERS} identity providers in one place.`);
      },
    };
  },
});

/** Changes what is given and leaves the rest. Another issuer is another provider: people are known by it. */
export const updateIdentityProvider = operation({
  name: 'identity_provider.update',
  input: z.strictObject({
    id: anyId,
    name: fields.name.optional(),
    clientId: fields.clientId.optional(),
    clientSecret: fields.clientSecret.optional(),
    roleClaim: fields.roleClaim.optional(),
    roles: fields.roles.optional(),
    defaultRole: fields.defaultRole.optional(),
    disabled: z.boolean().optional(),
  }),
  async run(work, { id, clientSecret, disabled, ...input }) {
    const { database, at } = work;
    const before = await findProvider(work, id);
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const row: IdentityProviderRow = {
      ...before,
      ...given,
      ...(clientSecret === undefined ? {} : { sealedClientSecret: sealClientSecret(work, id, clientSecret) }),
      ...(disabled === undefined ? {} : { disabledAt: disabled ? (before.disabledAt ?? at) : null }),
      updatedAt: at,
    };
    refuseRoles(work, row);
    const ends = row.disabledAt !== null && before.disabledAt === null;
    return {
      result: toProvider(row),
      writes: [
        expectThat(database, providerIsStill(before)),
        expectThat(database, ends ? anotherStays(before) : sql`true`),
        database.query.update(identityProviders).set(row).where(eq(identityProviders.id, before.id)),
        // Used again, it brings none of them back.
        ...(ends ? [endSessions(work, eq(sessions.identityProviderId, before.id))] : []),
      ],
      events: [event('identity_provider.updated', row)],
      conflict: () => whyNot(work, before),
    };
  },
});

/** At once: sessions that began there end. Accounts stay, and are signed in to by other ways. */
export const deleteIdentityProvider = operation({
  name: 'identity_provider.delete',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }) {
    const { database } = work;
    const row = await findProvider(work, id);
    return {
      result: { id: row.id, name: row.name },
      writes: [
        expectThat(database, providerIsStill(row)),
        expectThat(database, anotherStays(row)),
        database.query.delete(identityProviders).where(eq(identityProviders.id, row.id)),
      ],
      events: [event('identity_provider.deleted', row)],
      conflict: () => whyNot(work, row),
    };
  },
});

/** Of one organization, or of the environment where none is named: in the order in which they were made. */
export const listIdentityProviders = operation({
  name: 'identity_provider.list',
  input: z.strictObject({ organizationId: anyId.nullable() }),
  async run(work, input) {
    const organizationId = await placeOfProvider(work, input.organizationId);
    const rows = await work.database.query
      .select()
      .from(identityProviders)
      .where(isOf(organizationId))
      .limit(MOST_PROVIDERS);
    return {
      result: rows.map(toProvider).toSorted(byAge),
      events: { unrecorded: 'where people sign in is no secret, and changes of it are recorded' },
    };
  },
});

/** One to try out: whoever may change it may make the vault ask it. */
export const describeIdentityProvider = operation({
  name: 'identity_provider.update',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }) {
    return {
      result: toProvider(await findProvider(work, id)),
      events: { unrecorded: 'its discovery document is public' },
    };
  },
});

/**
 * Whether members of an organization have to sign in at its provider. Switched on only by somebody who has just done
 * so, or who runs the environment: nobody locks themselves out.
 */
export const requireSso = operation({
  name: 'identity_provider.update',
  input: z.strictObject({ organizationId: anyId, required: z.boolean() }),
  async run(work, { organizationId, required }) {
    const { database, actor, tenant, at } = work;
    const row = await findOrganization(work, organizationId);
    if (required && tenant.organizationIds !== 'all' && actor.vouchedFor !== row.id) {
      throw new VaultError(
        'sso_required',
        'Sign in at the identity provider yourself first, then switch this on: so that it is known to work, and you stay in.',
      );
    }
    const result = toOrganization({ ...row, requireSso: required, updatedAt: at });
    const usable = sql`exists (select 1 from ${identityProviders} where ${isOf(row.id)} and ${identityProviders.disabledAt} is null)`;
    return {
      result,
      writes: [
        expectThat(database, organizationIsLive(row.id)),
        ...(required ? [expectThat(database, usable)] : []),
        database.query
          .update(organizations)
          .set({ requireSso: required, updatedAt: at })
          .where(eq(organizations.id, row.id)),
      ],
      events: [
        {
          type: 'organization.updated',
          organizationId: row.id,
          data: { organization: result, changed: changesOf(row, { ...row, requireSso: required }) },
        },
      ] as const,
      conflict: async () => {
        await findOrganization(work, organizationId);
        return invalid('required', 'no_provider', 'There is no identity provider in use here yet.');
      },
    };
  },
});

function isOf(organizationId: string | null): SQL {
  return organizationId === null
    ? isNull(identityProviders.organizationId)
    : eq(identityProviders.organizationId, organizationId);
}

/** Throws `forbidden` for a role that whoever maps it could not give by hand. */
function refuseRoles(
  work: Work,
  { organizationId, roleClaim, roles, defaultRole }: IdentityProviderRow,
): void {
  const given = [...Object.values(roles), ...(defaultRole === null ? [] : [defaultRole])];
  if (organizationId === null) {
    if (given.length === 0 && roleClaim === null) return;
    throw invalid('roles', 'environment', 'A provider of the environment gives no roles: invite people.');
  }
  for (const one of given) refuseToGive(work, { organizationId, role: one as 'viewer' });
}

/** A condition: without this one, members could still get in where they have to sign in at a provider. */
const anotherStays = ({ id, organizationId }: IdentityProviderRow): SQL => {
  if (organizationId === null) return sql`true`;
  const required = sql`exists (select 1 from ${organizations} where ${organizations.id} = ${organizationId} and ${organizations.requireSso})`;
  const another = sql`exists (select 1 from ${identityProviders} where ${and(isOf(organizationId), isNull(identityProviders.disabledAt))} and ${identityProviders.id} <> ${id})`;
  return sql`(not ${required} or ${another})`;
};

async function whyNot(work: Work, before: IdentityProviderRow): Promise<VaultError | 'again'> {
  const now = await findProvider(work, before.id).catch(() => null);
  if (now === null) return notFound('identity provider');
  if (now.updatedAt !== before.updatedAt) return 'again';
  return new VaultError(
    'sso_required',
    'Members have to sign in here: switch that off first, or they are locked out.',
  );
}

function event(type: EventDraft['type'], row: IdentityProviderRow): EventDraft {
  const { id, name, issuer: of, clientId, roleClaim, roles, defaultRole, disabledAt } = toProvider(row);
  return {
    type,
    organizationId: row.organizationId,
    data: {
      identity_provider_id: id,
      name,
      issuer: of,
      client_id: clientId,
      role_claim: roleClaim,
      roles,
      default_role: defaultRole,
      disabled: disabledAt !== null,
    },
  };
}
