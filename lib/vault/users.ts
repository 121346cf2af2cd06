import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newToken } from '../crypto/tokens';
import { expectThat, type Write } from '../db/client';
import { environments, grants, oneTimeLinks, organizations, users } from '../db/schema';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newId } from './ids';
import { anyId, emailAddress, newPassword, organizationName, personName } from './inputs';
import { operation, type Work } from './operation';
import { findOrganization, toOrganization } from './organization-rows';
import { hashPassword } from './passwords';
import type { Role } from './policy';

const SETUP_LINK_MS = 60 * 60 * 1000;
const PASSWORD_LINK_MS = 24 * 60 * 60 * 1000;

const noUsers = sql`not exists (select 1 from ${users})`;

/** Makes the set-up link's token anew, which ends any earlier one; null once the vault has a user. */
export const makeSetupLink = operation({
  name: 'setup.link',
  input: z.strictObject({}),
  async run({ database, now }) {
    const [user] = await database.query.select({ id: users.id }).from(users).limit(1);
    if (user) return { result: null, events: { unrecorded: 'the vault is set up: nothing was made' } };
    const token = newToken();
    return {
      result: token,
      writes: [
        database.query.delete(oneTimeLinks).where(eq(oneTimeLinks.purpose, 'setup')),
        linkWrite(database, 'setup', null, token, now, SETUP_LINK_MS),
      ],
      events: {
        unrecorded: 'it is printed at each start until somebody sets the vault up, and that is recorded',
      },
    };
  },
});

/** The first administrator and the first organization, by whoever holds the set-up link. */
export const completeSetup = operation({
  name: 'setup.complete',
  input: z.strictObject({
    token: z.string(),
    name: personName,
    email: emailAddress,
    password: newPassword,
    organizationName,
    environmentName: z.string().trim().min(1, 'Name the environment.').max(80).default('production'),
  }),
  async run(work, input) {
    const { database, environmentId, now, at } = work;
    const link = await findLink(work, 'setup', input.token);
    const user = { id: newId('user', now), email: input.email, name: input.name, createdAt: at };
    const organization = {
      id: newId('org', now),
      environmentId,
      name: input.organizationName,
      externalId: null,
      metadata: {},
      domains: [],
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
    };
    return {
      result: { userId: user.id, organizationId: organization.id },
      writes: [
        expectThat(database, sql`${noUsers} and ${isUnused(link)}`),
        useLink(work, link),
        database.query
          .update(environments)
          .set({ name: input.environmentName })
          .where(eq(environments.id, environmentId)),
        database.query.insert(users).values({ ...user, passwordHash: await hashPassword(input.password) }),
        grantWrite(work, user.id, null, 'admin'),
        database.query.insert(organizations).values(organization),
      ],
      events: [
        { type: 'vault.set_up', organizationId: null, data: { user_id: user.id, user_name: user.name } },
        {
          type: 'organization.created',
          organizationId: organization.id,
          data: { organization: toOrganization(organization) },
        },
      ],
      conflict: () => Promise.resolve(linkInvalid()),
    };
  },
});

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** The token of a link to choose a password, where none was given. It works once. */
  readonly passwordToken: string | null;
}

/** An administrator of the environment, or a member of organizations. Fails with `email_taken`. */
export const createUser = operation({
  name: 'user.create',
  input: z.strictObject({
    email: emailAddress,
    name: personName,
    password: newPassword.optional(),
    grants: z
      .array(
        z.union([
          z.strictObject({ role: z.literal('admin') }),
          z.strictObject({ role: z.enum(['editor', 'reader']), organizationId: anyId }),
        ]),
      )
      .min(1, 'Give the person a role.'),
  }),
  async run(work, input) {
    const { database, now, at } = work;
    const user = { id: newId('user', now), email: input.email, name: input.name, createdAt: at };
    const passwordHash = input.password === undefined ? null : await hashPassword(input.password);
    const passwordToken = input.password === undefined ? newToken() : null;
    const grantWrites: Write[] = [];
    const memberships: { organization_id: string | null; role: Role }[] = [];
    for (const grant of input.grants) {
      const organization =
        'organizationId' in grant ? await findOrganization(work, grant.organizationId) : null;
      grantWrites.push(grantWrite(work, user.id, organization?.id ?? null, grant.role));
      memberships.push({ organization_id: organization?.id ?? null, role: grant.role });
    }
    const [only, ...others] = memberships;
    const event: EventDraft = {
      type: 'user.created',
      organizationId: others.length === 0 ? (only?.organization_id ?? null) : null,
      data: { user_id: user.id, user_name: user.name, memberships },
    };
    const result: NewUser = { id: user.id, email: user.email, name: user.name, passwordToken };
    return {
      result,
      writes: [
        database.query.insert(users).values({ ...user, passwordHash }),
        ...grantWrites,
        ...(passwordToken
          ? [linkWrite(database, 'password', user.id, passwordToken, now, PASSWORD_LINK_MS)]
          : []),
      ],
      events: [event],
      conflict: () =>
        Promise.resolve(
          new VaultError(
            'email_taken',
            'Somebody already has this e-mail address, or the same role was given twice.',
            {
              fields: [{ field: 'email', code: 'email_taken', message: 'This address is taken.' }],
            },
          ),
        ),
    };
  },
});

/** By whoever holds the one-time link. */
export const choosePassword = operation({
  name: 'password.choose',
  input: z.strictObject({ token: z.string(), password: newPassword }),
  async run(work, { token, password }) {
    const { database } = work;
    const link = await findLink(work, 'password', token);
    const userId = link.userId as string;
    const [user] = await database.query.select().from(users).where(eq(users.id, userId));
    if (!user) throw linkInvalid();
    return {
      result: { email: user.email },
      writes: [
        expectThat(database, isUnused(link)),
        useLink(work, link),
        database.query
          .update(users)
          .set({ passwordHash: await hashPassword(password) })
          .where(eq(users.id, user.id)),
      ],
      events: [
        {
          type: 'user.password_chosen',
          organizationId: null,
          data: { user_id: user.id, user_name: user.name },
        },
      ],
      conflict: () => Promise.resolve(linkInvalid()),
    };
  },
});

type Link = typeof oneTimeLinks.$inferSelect;

/** Throws `link_invalid` for a link that is unknown, used or too old; the three look the same. */
async function findLink({ database, at }: Work, purpose: Link['purpose'], token: string): Promise<Link> {
  const [link] = await database.query
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.tokenHash, hashToken(token)),
        eq(oneTimeLinks.purpose, purpose),
        isNull(oneTimeLinks.usedAt),
      ),
    );
  if (!link || link.expiresAt <= at) throw linkInvalid();
  return link;
}

function linkWrite(
  database: Work['database'],
  purpose: Link['purpose'],
  userId: string | null,
  token: string,
  now: Date,
  lifetimeMs: number,
): Write {
  return database.query.insert(oneTimeLinks).values({
    tokenHash: hashToken(token),
    purpose,
    userId,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
  });
}

function useLink({ database, at }: Work, link: Link): Write {
  return database.query
    .update(oneTimeLinks)
    .set({ usedAt: at })
    .where(eq(oneTimeLinks.tokenHash, link.tokenHash));
}

const isUnused = (link: Link) =>
  sql`exists (select 1 from ${oneTimeLinks} where ${eq(oneTimeLinks.tokenHash, link.tokenHash)} and ${oneTimeLinks.usedAt} is null)`;

function grantWrite(
  { database, now, at }: Work,
  userId: string,
  organizationId: string | null,
  role: Role,
): Write {
  return database.query
    .insert(grants)
    .values({ id: newId('grant', now), userId, organizationId, role, createdAt: at });
}

const linkInvalid = () =>
  new VaultError('link_invalid', 'This link was used or is too old. Ask for a new one.');
