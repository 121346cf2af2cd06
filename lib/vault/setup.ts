import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { newToken } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { environments, oneTimeLinks, organizations, users } from '../db/schema';
import { newId } from './ids';
import { emailAddress, environmentName, newPassword, organizationName, personName } from './inputs';
import { findLink, isUnused, linkInvalid, linkWrite, useLink } from './one-time-links';
import { operation } from './operation';
import { toOrganization } from './organization-rows';
import { hashNewPassword } from './passwords';
import { RETENTION } from './retention';
import { grantWrite } from './user-rows';

const SETUP_LINK_MS = 60 * 60 * 1000;

const noUsers = sql`not exists (select 1 from ${users})`;

/** Makes the set-up link's token anew, which ends any earlier one; null once the vault has a user. */
export const makeSetupLink = operation({
  name: 'setup.link',
  input: z.strictObject({}),
  async run(work) {
    const { database } = work;
    const [user] = await database.query.select({ id: users.id }).from(users).limit(1);
    if (user) return { result: null, events: { unrecorded: 'the vault is set up: nothing was made' } };
    const token = newToken();
    return {
      result: token,
      writes: [
        database.query.delete(oneTimeLinks).where(eq(oneTimeLinks.purpose, 'setup')),
        linkWrite(work, 'setup', null, token, SETUP_LINK_MS),
      ],
      events: {
        unrecorded: 'it is printed at each start until somebody sets the vault up, and that is recorded',
      },
    };
  },
});

/** Whether somebody has set the vault up: what a visitor is told first. */
export const describeSetup = operation({
  name: 'setup.describe',
  input: z.strictObject({}),
  async run({ database }) {
    const [user] = await database.query.select({ id: users.id }).from(users).limit(1);
    return { result: { isSetUp: user !== undefined }, events: { unrecorded: 'it tells nothing of anybody' } };
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
    environmentName: environmentName.default('production'),
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
      retentionDays: RETENTION.usual,
      requireReason: false,
      requireSso: false,
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
    };
    return {
      result: { userId: user.id, organizationId: organization.id },
      writes: [
        expectThat(database, sql`${noUsers} and ${isUnused(link)}`),
        ...useLink(work, link),
        database.query
          .update(environments)
          .set({ name: input.environmentName })
          .where(eq(environments.id, environmentId)),
        database.query
          .insert(users)
          .values({ ...user, passwordHash: await hashNewPassword(input.password, user) }),
        grantWrite(work, user.id, null, 'owner'),
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
