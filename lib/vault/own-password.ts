import { eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { newToken } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { oneTimeLinks, sessions, users } from '../db/schema';
import { countLinkRequest } from './attempts';
import { invalid, notFound } from './errors';
import { emailAddress, newPassword } from './inputs';
import { linkWrite } from './one-time-links';
import { operation } from './operation';
import { passwordIsStill, proveOwnPassword } from './password-proof';
import { hashNewPassword } from './passwords';
import { endSessions } from './session-rows';

const REQUESTED_LINK_MS = 60 * 60 * 1000;

/** Somebody's own. All other sessions of theirs end, and so does every link to choose one. */
export const changePassword = operation({
  name: 'password.change',
  input: z.strictObject({
    /** Left out by somebody who has none yet. */
    current: z.string().max(1024).optional(),
    password: newPassword,
  }),
  async run(work, { current = '', password }) {
    const { database, actor } = work;
    if (actor.sessionId === null) throw notFound('session');
    const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
    if (!user) throw notFound('user');
    const proof = user.passwordHash === null ? null : await proveOwnPassword(work, current);
    if (proof?.right === false) throw invalid('current', 'wrong', 'This is not your password.');
    if (proof && current.normalize('NFKC') === password.normalize('NFKC')) {
      throw invalid('password', 'same', 'This is the password that you have already.');
    }
    return {
      result: { id: user.id },
      writes: [
        ...(proof?.writes ?? [expectThat(database, passwordIsStill(user))]),
        database.query
          .update(users)
          .set({ passwordHash: await hashNewPassword(password, user) })
          .where(eq(users.id, user.id)),
        endSessions(work, eq(sessions.userId, user.id), ne(sessions.id, actor.sessionId)),
        database.query.delete(oneTimeLinks).where(eq(oneTimeLinks.userId, user.id)),
      ],
      events: [
        {
          type: 'user.password_changed',
          organizationId: null,
          data: { user_id: user.id, user_name: user.name },
        },
      ],
    };
  },
});

/** To whom the link is mailed. Null: there is no such account, and nobody is told. */
export type RequestedLink = {
  readonly email: string;
  readonly name: string;
  readonly token: string;
  readonly expiresAt: string;
} | null;

/**
 * By whoever forgot a password. The result is for the one who mails it, and for nobody who asked: for them there is one
 * answer, whether or not the account exists. Earlier links stay, so that nobody ends another's by asking.
 */
export const requestPasswordLink = operation({
  name: 'password.request_link',
  input: z.strictObject({ email: emailAddress }),
  async run(work, { email }) {
    await countLinkRequest(work, email);
    const [user] = await work.database.query
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(eq(users.email, email));
    const token = newToken();
    const expiresAt = new Date(work.now.getTime() + REQUESTED_LINK_MS).toISOString();
    const result: RequestedLink = user ? { email, name: user.name, token, expiresAt } : null;
    return {
      result,
      writes: user ? [linkWrite(work, 'password', user.id, token, REQUESTED_LINK_MS)] : [],
      events: [
        {
          type: 'user.password_link_requested',
          organizationId: null,
          data: user ? { user_id: user.id, user_name: user.name } : {},
        },
      ],
    };
  },
});
