import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { hashToken } from '../crypto/tokens';
import type { Write } from '../db/client';
import { grants, invitations, users } from '../db/schema';
import { actorOfUser, principal } from './actor';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { conditionToGive, grantsAt, holds, type MemberRole, type Place } from './member-rows';
import type { Work } from './operation';
import { authorizedTo } from './policy';

export type InvitationRow = Omit<typeof invitations.$inferSelect, 'role'> & { readonly role: MemberRole };

/** An invitation ends this long after it was made. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** Neither accepted nor revoked. It may be too old. */
export const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt)) as SQL;

export const invitedTo = ({ organizationId }: Pick<Place, 'organizationId'>): SQL =>
  organizationId === null
    ? isNull(invitations.organizationId)
    : eq(invitations.organizationId, organizationId);

/** A condition for `expectThat`: nobody was faster. */
export const stillOpen = ({ id }: Pick<InvitationRow, 'id'>): SQL =>
  sql`exists (select 1 from ${invitations} where ${and(eq(invitations.id, id), isOpen)})`;

/** A condition: no member of the place has this address. */
export const isNoMember = (place: Pick<Place, 'organizationId'>, email: string): SQL =>
  sql`not exists (select 1 from ${users} inner join ${grants} on ${and(eq(grants.userId, users.id), grantsAt(place))}
    where ${eq(users.email, email)})`;

export const alreadyMember = (): VaultError =>
  new VaultError('already_member', 'Somebody with this e-mail address is a member already.', {
    fields: [
      { field: 'email', code: 'already_member', message: 'Whoever has this address is a member already.' },
    ],
  });

/**
 * Open invitations of an address to a place: one, unless somebody wrote rows by hand. Whoever is removed does not come
 * back through an older one.
 */
export async function openInvitationsOf(
  { database }: Pick<Work, 'database'>,
  place: Pick<Place, 'organizationId'>,
  email: string,
): Promise<InvitationRow[]> {
  const rows = await database.query
    .select()
    .from(invitations)
    .where(and(eq(invitations.email, email), invitedTo(place), isOpen));
  return rows as InvitationRow[];
}

export async function endInvitationsOf(
  work: Work,
  place: Pick<Place, 'organizationId'>,
  email: string,
): Promise<{ readonly writes: readonly Write[]; readonly events: readonly EventDraft[] }> {
  const open = await openInvitationsOf(work, place, email);
  if (open.length === 0) return { writes: [], events: [] };
  return {
    writes: [
      work.database.query
        .update(invitations)
        .set({ revokedAt: work.at })
        .where(and(eq(invitations.email, email), invitedTo(place), isOpen)),
    ],
    events: open.map((one) => aboutInvitation('invitation.revoked', one)),
  };
}

/** The address is what tells invitations apart; the token is in no event. */
export function aboutInvitation(
  type: EventDraft['type'],
  { id, organizationId, email, role }: Pick<InvitationRow, 'id' | 'organizationId' | 'email' | 'role'>,
): EventDraft {
  return { type, organizationId, data: { invitation_id: id, email, role } };
}

/** Throws `link_invalid` for a link that is unknown, used, revoked, replaced or too old: all look the same. */
export async function findByToken({ database, serviceKey, at }: Work, token: string): Promise<InvitationRow> {
  const [row] = await database.query
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, hashToken(serviceKey, token)), isOpen));
  if (!row || row.expiresAt <= at) throw invitationInvalid();
  return row as InvitationRow;
}

/** Open invitations of an address that are not too old: one for each place. */
export async function findByAddress({ database, at }: Work, email: string): Promise<InvitationRow[]> {
  const rows = await database.query
    .select()
    .from(invitations)
    .where(and(eq(invitations.email, email), isOpen))
    .limit(100);
  const open = (rows as InvitationRow[]).filter(({ expiresAt }) => expiresAt > at);
  return open.filter(
    (one, i) => open.findIndex(({ organizationId }) => organizationId === one.organizationId) === i,
  );
}

export const invitationInvalid = (): VaultError =>
  new VaultError('link_invalid', 'This invitation was used, withdrawn or is too old. Ask for a new one.');

/**
 * A condition for `expectThat` under which an invitation gives what it promised: whoever made it could still make it.
 * One by somebody who was removed since gives nothing. Null: it does not.
 */
export async function conditionToJoin(work: Work, invitation: InvitationRow): Promise<SQL | null> {
  const { organizationId, role, invitedById, email } = invitation;
  const giver = await inviterOf(work, invitedById);
  if (!giver || !authorizedTo(giver, 'invitation.create')?.reaches(organizationId)) return null;
  const condition = conditionToGive(giver, { organizationId, role }, giver.email === email);
  return condition && (await holds(work.database, condition)) ? condition : null;
}

async function inviterOf(work: Work, id: string) {
  const { environmentId } = work;
  if (id === 'operator') {
    const asked = { environmentId, requestId: '', address: null };
    return { ...principal('operator', ''), ...asked, email: null };
  }
  const actor = await actorOfUser(work, id);
  if (!actor) return null;
  return { ...actor, email: await addressOf(work, id) };
}

/** Null for whoever is no person. */
export async function addressOf(
  { database }: Pick<Work, 'database'>,
  userId: string,
): Promise<string | null> {
  const [row] = await database.query.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return row?.email ?? null;
}
