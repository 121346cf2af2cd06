import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { passkeys, users } from '../db/schema';
import { notFound, VaultError } from './errors';
import { newId } from './ids';
import { anyId, words } from './inputs';
import { operation, type Work } from './operation';
import { askForNew, type Passkey, passkeysOf, registration, takeNew } from './passkey-rows';
import { deviceOf } from './session-rows';
import { hasAnotherWayIn, lastWayIn } from './ways-in';

/** What a person is shown of a passkey. Its key stays here. */
export interface PasskeySummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

const MOST_PASSKEYS = 20;

const passkeyName = words('A name', 80);

export const listPasskeys = operation({
  name: 'passkey.list',
  input: z.strictObject({}),
  async run(work) {
    const { id } = await personOf(work);
    const rows = await passkeysOf(work, id);
    return {
      result: { items: rows.map(toSummary), suggestedName: suggestedName(work) },
      events: { unrecorded: 'a look at oneself' },
    };
  },
});

/** What the browser is told for a new passkey of whoever asks. */
export const beginPasskey = operation({
  name: 'passkey.change',
  input: z.strictObject({}),
  async run(work) {
    const user = await personOf(work);
    await refuseMore(work, user.id);
    const { options, writes } = await askForNew(work, 'passkey.add', user);
    return { result: { options }, writes, events: { unrecorded: 'nothing was added yet' } };
  },
});

/** The browser's answer: from now on it signs in. */
export const addPasskey = operation({
  name: 'passkey.change',
  input: z.strictObject({ response: registration, name: passkeyName.optional() }),
  async run(work, { response, name = suggestedName(work) }) {
    const user = await personOf(work);
    await refuseMore(work, user.id);
    const made = await takeNew(work, 'passkey.add', user.id, response);
    const passkey = newPasskey(work, made, name);
    return { result: toSummary(passkey.row), ...passkey };
  },
});

export const renamePasskey = operation({
  name: 'passkey.change',
  input: z.strictObject({ id: anyId, name: passkeyName }),
  async run(work, { id, name }) {
    const passkey = await ownPasskey(work, id);
    const { database } = work;
    return {
      result: { ...toSummary(passkey), name },
      writes: [database.query.update(passkeys).set({ name }).where(eq(passkeys.id, passkey.id))],
      events: { unrecorded: 'what somebody calls a passkey of their own' },
    };
  },
});

/** It signs in no more. Throws `invalid_input` for the last way to sign in. */
export const removePasskey = operation({
  name: 'passkey.change',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }) {
    const passkey = await ownPasskey(work, id);
    const { database, actor } = work;
    return {
      result: { id },
      writes: [
        expectThat(database, hasAnotherWayIn(actor.id, passkey)),
        database.query.delete(passkeys).where(and(eq(passkeys.id, id), eq(passkeys.userId, actor.id))),
      ],
      events: [
        {
          type: 'user.passkey_removed',
          organizationId: null,
          data: { user_id: actor.id, user_name: actor.name, passkey_id: id, passkey_name: passkey.name },
        },
      ],
      conflict: () => Promise.resolve(lastWayIn()),
    };
  },
});

/** The row and the event of a passkey that was made just now. */
export function newPasskey(
  work: Work,
  made: Pick<Passkey, 'userId' | 'credentialId' | 'publicKey' | 'counter' | 'transports'>,
  name: string,
) {
  const { database, at, now } = work;
  const row: Passkey = { ...made, id: newId('passkey', now), name, createdAt: at, lastUsedAt: null };
  const data = { user_id: made.userId, passkey_id: row.id, passkey_name: name };
  return {
    row,
    writes: [database.query.insert(passkeys).values(row)],
    events: [{ type: 'user.passkey_added', organizationId: null, data }],
    conflict: () =>
      Promise.resolve(
        new VaultError('invalid_input', 'This passkey is registered already. Make another one.'),
      ),
  } as const;
}

/** What it is called until its owner names it: "Firefox on Linux". */
export const suggestedName = ({ userAgent }: Pick<Work, 'userAgent'>): string =>
  deviceOf(userAgent) ?? 'Passkey';

async function refuseMore(work: Work, userId: string): Promise<void> {
  if ((await passkeysOf(work, userId)).length < MOST_PASSKEYS) return;
  throw new VaultError('invalid_input', `Nobody has more than ${MOST_PASSKEYS} passkeys. Remove one first.`);
}

async function personOf({ database, actor }: Work): Promise<typeof users.$inferSelect> {
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  // An API key and the command line have no account.
  if (!user) throw notFound('user');
  return user;
}

async function ownPasskey({ database, actor }: Work, id: string): Promise<Passkey> {
  const own = and(eq(passkeys.id, id), eq(passkeys.userId, actor.id));
  const [passkey] = await database.query.select().from(passkeys).where(own);
  if (!passkey) throw notFound('passkey');
  return passkey;
}

const toSummary = ({ id, name, createdAt, lastUsedAt }: Passkey): PasskeySummary => ({
  id,
  name,
  createdAt,
  lastUsedAt,
});
