import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { type oneTimeLinks, sessions, users } from '../db/schema';
import { countPasskey } from './attempts';
import { VaultError } from './errors';
import { eventWrite } from './event-rows';
import { findLink, isUnused, linkInvalid, useLink } from './one-time-links';
import { operation, type Work } from './operation';
import {
  askForNew,
  askForOne,
  assertion,
  passkeyRefused,
  provePasskey,
  registration,
  takeNew,
} from './passkey-rows';
import { newPasskey, suggestedName } from './passkeys';
import { hasSecondFactor } from './second-factors';
import { endSessions, startSession } from './session-rows';

/** What the browser is to sign. Nobody is named: whoever has a passkey for this site says with it who they are. */
export const beginPasskeySession = operation({
  name: 'session.create',
  input: z.strictObject({}),
  async run(work) {
    await countPasskey(work, 'asked');
    const { options, writes } = await askForOne(work, 'passkey.sign_in', null);
    return { result: { options }, writes, events: { unrecorded: 'nobody has signed in yet' } };
  },
});

/** Signs in with a passkey alone: it is more than one factor, since the authenticator has asked for a PIN or a finger. */
export const createSessionByPasskey = operation({
  name: 'session.create',
  input: z.strictObject({ response: assertion }),
  async run(work, { response }) {
    const { database } = work;
    const forgiven = await countPasskey(work, 'answered');
    const proof = await provePasskey(work, 'passkey.sign_in', null, response);
    const [user] = proof.right
      ? await database.query.select().from(users).where(eq(users.id, proof.passkey.userId))
      : [];
    if (!proof.right || !user) {
      await recordRefusal(work, proof.right ? null : proof.userId);
      throw passkeyRefused();
    }
    const started = startSession(work, user, { method: 'passkey' });
    return {
      ...started,
      writes: [...forgiven, ...proof.writes, ...started.writes],
      conflict: () => Promise.resolve(passkeyRefused()),
    };
  },
});

/** For the holder of a link to choose a password: what the browser is told for a passkey in its place. */
export const beginPasskeyByLink = operation({
  name: 'password.choose',
  input: z.strictObject({ token: z.string() }),
  async run(work, { token }) {
    const { user } = await holderOf(work, token);
    const { options, writes } = await askForNew(work, 'passkey.choose', user);
    return { result: { options }, writes, events: { unrecorded: 'nothing was chosen yet' } };
  },
});

/** A passkey in place of a password: whatever password there was ends, and so does every session, and every other link. Signs in. */
export const choosePasskey = operation({
  name: 'password.choose',
  input: z.strictObject({ token: z.string(), response: registration }),
  async run(work, { token, response }) {
    const { database } = work;
    const { link, user } = await holderOf(work, token);
    const made = await takeNew(work, 'passkey.choose', user.id, response);
    const passkey = newPasskey(work, made, suggestedName(work));
    const started = startSession(work, user, { method: 'passkey' });
    return {
      result: started.result,
      writes: [
        expectThat(database, isUnused(link)),
        ...useLink(work, link),
        database.query.update(users).set({ passwordHash: null }).where(eq(users.id, user.id)),
        endSessions(work, eq(sessions.userId, user.id)),
        ...passkey.writes,
        ...started.writes,
      ],
      events: [...passkey.events, ...started.events],
      conflict: () => Promise.resolve(linkInvalid()),
    };
  },
});

async function holderOf(
  work: Work,
  token: string,
): Promise<{ link: typeof oneTimeLinks.$inferSelect; user: typeof users.$inferSelect }> {
  const link = await findLink(work, 'password', token);
  const [user] = await work.database.query
    .select()
    .from(users)
    .where(eq(users.id, link.userId as string));
  if (!user) throw linkInvalid();
  if (await hasSecondFactor(work, user.id)) {
    throw new VaultError(
      'forbidden',
      'This account asks for a code of an authenticator app beside the password. Choose a password here, sign in with it and a code, then add the passkey: a link alone is one factor.',
    );
  }
  return { link, user };
}

function recordRefusal(work: Work, userId: string | null): Promise<void> {
  const data = { ...(userId === null ? {} : { user_id: userId }), what: 'passkey' };
  return work.database.commit([eventWrite(work, { type: 'session.refused', organizationId: null, data })]);
}
