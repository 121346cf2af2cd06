import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { newToken } from '../crypto/tokens';
import { expectThat, type Write } from '../db/client';
import { oneTimeLinks, sessions, users } from '../db/schema';
import { notFound, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newId } from './ids';
import { anyId, emailAddress, newPassword, personName } from './inputs';
import { findLink, isUnused, linkInvalid, linkWrite, useLink } from './one-time-links';
import { operation } from './operation';
import { findOrganization } from './organization-rows';
import { hashNewPassword } from './passwords';
import { ENVIRONMENT_ROLES, ORGANIZATION_ROLES, type Role } from './policy';
import { endSessions } from './session-rows';
import { grantWrite, refuseToGive } from './user-rows';

const PASSWORD_LINK_MS = 24 * 60 * 60 * 1000;

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
          z.strictObject({ role: z.enum(ENVIRONMENT_ROLES) }),
          z.strictObject({ role: z.enum(ORGANIZATION_ROLES), organizationId: anyId }),
        ]),
      )
      .min(1, 'Give the person a role.')
      .refine(
        (given) =>
          new Set(given.map((one) => ('organizationId' in one ? one.organizationId : ''))).size ===
          given.length,
        'Give one role for each organization.',
      ),
  }),
  async run(work, input) {
    const { database, now, at } = work;
    const user = { id: newId('user', now), email: input.email, name: input.name, createdAt: at };
    const passwordHash = input.password === undefined ? null : await hashNewPassword(input.password, user);
    const passwordToken = input.password === undefined ? newToken() : null;
    const grantWrites: Write[] = [];
    const memberships: { organization_id: string | null; role: Role }[] = [];
    for (const grant of input.grants) {
      const organization =
        'organizationId' in grant ? await findOrganization(work, grant.organizationId) : null;
      refuseToGive(work, { organizationId: organization?.id ?? null, role: grant.role });
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
        ...(passwordToken ? [linkWrite(work, 'password', user.id, passwordToken, PASSWORD_LINK_MS)] : []),
      ],
      events: [event],
      conflict: () =>
        Promise.resolve(
          new VaultError('email_taken', 'Somebody already has this e-mail address.', {
            fields: [{ field: 'email', code: 'email_taken', message: 'This address is taken.' }],
          }),
        ),
    };
  },
});

/** A new link for somebody who lost the password, or the link. Earlier ones of theirs end; the password stays until it is used. */
export const makePasswordLink = operation({
  name: 'password.link',
  input: z.strictObject({ email: emailAddress }),
  async run(work, { email }) {
    const { database } = work;
    const [user] = await database.query.select().from(users).where(eq(users.email, email));
    if (!user) throw notFound('user');
    const passwordToken = newToken();
    const result: NewUser = { id: user.id, email: user.email, name: user.name, passwordToken };
    return {
      result,
      writes: [
        database.query.delete(oneTimeLinks).where(eq(oneTimeLinks.userId, user.id)),
        linkWrite(work, 'password', user.id, passwordToken, PASSWORD_LINK_MS),
      ],
      events: [
        {
          type: 'user.password_link_made',
          organizationId: null,
          data: { user_id: user.id, user_name: user.name },
        },
      ],
    };
  },
});

/** By whoever holds the one-time link. Every session of the user ends, and every other link; a second factor stays. */
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
        ...useLink(work, link),
        database.query
          .update(users)
          .set({ passwordHash: await hashNewPassword(password, user) })
          .where(eq(users.id, user.id)),
        endSessions(work, eq(sessions.userId, user.id)),
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
