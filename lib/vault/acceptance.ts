import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat, type Write } from '../db/client';
import { invitations, organizations, users } from '../db/schema';
import { invalid, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newPassword, personName } from './inputs';
import {
  addressOf,
  alreadyMember,
  conditionToJoin,
  findByAddress,
  findByToken,
  type InvitationRow,
  invitationInvalid,
  isNoMember,
  stillOpen,
} from './invitation-rows';
import { environmentNameOf, holds, type MemberRole, placeIsLive } from './member-rows';
import { operation, type Work } from './operation';
import { askForNew, registration, takeNew } from './passkey-rows';
import { newPasskey, suggestedName } from './passkeys';
import { hashNewPassword } from './passwords';
import { startSession } from './session-rows';
import { grantWrite } from './user-rows';

/** What an invitation tells whoever holds its link, and nobody else. */
export interface OfferedInvitation {
  readonly email: string;
  readonly placeName: string;
  /** Null: the whole environment. */
  readonly organizationId: string | null;
  readonly role: MemberRole;
  readonly invitedByName: string;
  readonly expiresAt: string;
  /** Somebody has an account with the address: they accept signed in, and nobody chooses a password for it. */
  readonly hasAccount: boolean;
  /** Who asks is signed in with the address that was invited; `another`: with another one. */
  readonly signedIn: 'invited' | 'another' | null;
}

const token = z.string('The token must be text.').max(200);

export const describeInvitation = operation({
  name: 'invitation.describe',
  input: z.strictObject({ token }),
  async run(work, given) {
    const invitation = await findByToken(work, given.token);
    const { email, organizationId, role, invitedByName, expiresAt } = invitation;
    const placeName = await placeNameOf(work, invitation);
    if (placeName === null || !(await conditionToJoin(work, invitation))) throw invitationInvalid();
    const own = await addressOf(work, work.actor.id);
    const result: OfferedInvitation = {
      email,
      placeName,
      organizationId,
      role,
      invitedByName,
      expiresAt,
      hasAccount: (await userOf(work, email)) !== null,
      signedIn: own === null ? null : own === email ? 'invited' : 'another',
    };
    return { result, events: { unrecorded: 'its making and its use are recorded' } };
  },
});

/**
 * A new person joins with a name and a password; whoever has an account joins signed in with the invited address.
 * The link alone gives rights to no account that is there, and changes nothing of it.
 */
export const acceptInvitation = operation({
  name: 'invitation.accept',
  input: z.strictObject({ token, name: personName.optional(), password: newPassword.optional() }),
  async run(work, input) {
    const invitation = await findByToken(work, input.token);
    const known = await userOf(work, invitation.email);
    await refuseAnother(work, invitation, known);
    return join(work, invitation, known ?? (await withPassword(work, invitation, input)));
  },
});

/** For somebody who has no account yet: what the browser is told for a passkey in place of a password. */
export const beginPasskeyByInvitation = operation({
  name: 'invitation.accept',
  input: z.strictObject({ token, name: personName }),
  async run(work, { name, ...given }) {
    const { email, ...invitation } = await findByToken(work, given.token);
    await refuseKnown(work, email);
    const user = { id: newcomerOf(invitation), email, name };
    const { options, writes } = await askForNew(work, 'passkey.join', user);
    return { result: { options }, writes, events: { unrecorded: 'nobody has joined yet' } };
  },
});

/** A new person joins with a passkey in place of a password, and is signed in. */
export const acceptInvitationByPasskey = operation({
  name: 'invitation.accept',
  input: z.strictObject({ token, name: personName, response: registration }),
  async run(work, { name, response, ...given }) {
    const invitation = await findByToken(work, given.token);
    await refuseKnown(work, invitation.email);
    const made = await takeNew(work, 'passkey.join', newcomerOf(invitation), response);
    const account = newAccount(work, invitation, { name, passwordHash: null });
    const passkey = newPasskey(work, made, suggestedName(work));
    const joining = await join(work, invitation, account);
    const started = startSession(work, account, { method: 'passkey' });
    return {
      result: { ...joining.result, token: started.result.token },
      writes: [...joining.writes, ...passkey.writes, ...started.writes],
      events: [...joining.events, ...passkey.events, ...started.events],
      // The challenge is used up: there is no second attempt.
      conflict: () => Promise.resolve(invitationInvalid()),
    };
  },
});

interface Known {
  readonly id: string;
  readonly name: string;
}

interface NewAccount extends Known {
  readonly write: Write;
  readonly event: EventDraft;
}

/** Throws `link_invalid` for an invitation that gives nothing any more, `already_member` for who is one. */
async function join(work: Work, invitation: InvitationRow, who: Known | NewAccount) {
  const { database, at } = work;
  const { id, email, organizationId, role } = invitation;
  const onlyIf = await conditionToJoin(work, invitation);
  if (!onlyIf || !(await holds(database, placeIsLive(invitation)))) throw invitationInvalid();
  const isNew = isNoMember(invitation, email);
  if (!(await holds(database, isNew))) throw alreadyMember();
  const account = 'write' in who ? who : null;
  const event = joined(invitation, who);
  return {
    result: { userId: who.id, email, organizationId, isNew: account !== null },
    writes: [
      expectThat(
        database,
        sql`${stillOpen(invitation)} and ${placeIsLive(invitation)} and ${isNew} and ${onlyIf}`,
      ),
      database.query.update(invitations).set({ acceptedAt: at }).where(eq(invitations.id, id)),
      ...(account ? [account.write] : []),
      grantWrite(work, who.id, organizationId, role),
    ],
    events: (account ? [account.event, event] : [event]) as [EventDraft, ...EventDraft[]],
  };
}

function joined(invitation: InvitationRow, user: Known): EventDraft {
  const { id, organizationId, role, invitedById, invitedByName } = invitation;
  const by = { invited_by_id: invitedById, invited_by_name: invitedByName };
  const data = { user_id: user.id, user_name: user.name, role, invitation_id: id, ...by };
  return { type: 'member.joined', organizationId, data };
}

/** The account of somebody who is new here. */
function newAccount(
  { database, at }: Work,
  { organizationId, role, email, ...invitation }: InvitationRow,
  { name, passwordHash }: { readonly name: string; readonly passwordHash: string | null },
): NewAccount {
  const id = newcomerOf(invitation);
  const memberships = [{ organization_id: organizationId, role }];
  const data = { user_id: id, user_name: name, memberships };
  return {
    id,
    name,
    write: database.query.insert(users).values({ id, email, name, passwordHash, createdAt: at }),
    event: { type: 'user.created', organizationId, data },
  };
}

/** Of an invitation comes one account at most; its id is known before, so that a passkey can be made for it. */
const newcomerOf = ({ id }: Pick<InvitationRow, 'id'>): string => id.replace(/^invitation_/, 'user_');

async function withPassword(
  work: Work,
  invitation: InvitationRow,
  { name, password }: { readonly name?: string | undefined; readonly password?: string | undefined },
): Promise<NewAccount> {
  if (name === undefined) throw invalid('name', 'missing', 'Give your name.');
  if (password === undefined) throw invalid('password', 'missing', 'Choose a password.');
  const passwordHash = await hashNewPassword(password, { name, email: invitation.email });
  return newAccount(work, invitation, { name, passwordHash });
}

/**
 * All open invitations of a new person whose address an identity provider of the environment has vouched for: it does
 * what a link would. Those that give nothing any more are left as they are.
 */
export async function acceptAll(
  work: Work,
  user: Known & { readonly email: string },
): Promise<{ readonly writes: readonly Write[]; readonly events: readonly EventDraft[] }> {
  const { database, at } = work;
  const open = await findByAddress(work, user.email);
  const writes: Write[] = [];
  const events: EventDraft[] = [];
  for (const invitation of open) {
    const { id, organizationId, role } = invitation;
    const onlyIf = await conditionToJoin(work, invitation);
    if (!onlyIf || !(await holds(database, placeIsLive(invitation)))) continue;
    writes.push(
      expectThat(database, sql`${stillOpen(invitation)} and ${placeIsLive(invitation)} and ${onlyIf}`),
      database.query.update(invitations).set({ acceptedAt: at }).where(eq(invitations.id, id)),
      grantWrite(work, user.id, organizationId, role),
    );
    events.push(joined(invitation, user));
  }
  return { writes, events };
}

/** Throws `forbidden` unless who accepts is the one who was invited, or nobody yet. */
async function refuseAnother(
  work: Work,
  { email, organizationId }: InvitationRow,
  known: Known | null,
): Promise<void> {
  const { actor } = work;
  const own = await addressOf(work, actor.id);
  if (known && own === null) throw hasAccount(email);
  if (own === email && actor.vouchedFor !== null && actor.vouchedFor !== organizationId) {
    throw new VaultError(
      'forbidden',
      'You are signed in through an organization that speaks for you there and nowhere else. Sign in with your password or a passkey, then open the link again.',
    );
  }
  if (own !== null && own !== email) {
    throw new VaultError(
      'forbidden',
      `This invitation is for ${email}, and you are signed in with another address. Sign out, then open the link again.`,
    );
  }
}

async function refuseKnown(work: Work, email: string): Promise<void> {
  if (await userOf(work, email)) throw hasAccount(email);
}

const hasAccount = (email: string): VaultError =>
  new VaultError(
    'forbidden',
    `There is an account with the address ${email}. Sign in with it, then open the link again.`,
  );

async function userOf({ database }: Work, email: string): Promise<Known | null> {
  const [row] = await database.query
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.email, email));
  return row ?? null;
}

/** Null for an organization that was deleted since. */
async function placeNameOf(work: Work, { organizationId }: InvitationRow): Promise<string | null> {
  if (organizationId === null) return environmentNameOf(work);
  const [row] = await work.database.query
    .select({ name: organizations.name, deletedAt: organizations.deletedAt })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return row && row.deletedAt === null ? row.name : null;
}
