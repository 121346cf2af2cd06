import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashToken, newToken } from '../crypto/tokens';
import { expectThat } from '../db/client';
import { invitations } from '../db/schema';
import { notFound } from './errors';
import { newId } from './ids';
import { anyId, emailAddress, page } from './inputs';
import {
  aboutInvitation,
  addressOf,
  alreadyMember,
  conditionToJoin,
  endInvitationsOf,
  INVITATION_MS,
  type InvitationRow,
  invitedTo,
  isNoMember,
  isOpen,
  openInvitationsOf,
  stillOpen,
} from './invitation-rows';
import {
  appointment,
  findPlace,
  holds,
  type MemberRole,
  placeId,
  placeIsLive,
  refuseToTouch,
  roleAt,
} from './member-rows';
import { operation } from './operation';
import { cutPage, type Page, toPage } from './pages';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  /** Null: to the environment. */
  readonly organizationId: string | null;
  readonly role: MemberRole;
  readonly invitedByName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** `token` is here once and never again: only its hash is stored. */
export interface NewInvitation extends Invitation {
  readonly token: string;
  readonly placeName: string;
}

/** Why an invitation that nobody has revoked opens nothing. */
export type Lapsed = 'too_old' | 'inviter_may_no_more';

export interface PendingInvitation extends Invitation {
  readonly lapsed: Lapsed | null;
}

/** A link for one address, for seven days. It takes the place of an earlier one of that address to the same place. */
export const createInvitation = operation({
  name: 'invitation.create',
  input: roleAt.safeExtend({ email: emailAddress }),
  async run(work, { organizationId, role, email }) {
    const { database, actor, now, at } = work;
    const place = await findPlace(work, organizationId);
    const toThemselves = email === (await addressOf(work, actor.id));
    const onlyIf = await appointment(work, { ...place, role }, toThemselves);
    const isNew = isNoMember(place, email);
    if (!(await holds(database, isNew))) throw alreadyMember();
    for (const one of await openInvitationsOf(work, place, email)) refuseToTouch(work, one);
    const earlier = await endInvitationsOf(work, place, email);
    const token = newToken();
    const row = {
      id: newId('invitation', now),
      email,
      organizationId: place.organizationId,
      role,
      invitedById: actor.id,
      invitedByName: actor.name,
      createdAt: at,
      expiresAt: new Date(now.getTime() + INVITATION_MS).toISOString(),
    };
    const result: NewInvitation = { ...shownOf(row), token, placeName: place.name };
    return {
      result,
      writes: [
        ...earlier.writes,
        expectThat(database, sql`${placeIsLive(place)} and ${isNew} and ${onlyIf}`),
        database.query.insert(invitations).values({ ...row, tokenHash: hashToken(work.serviceKey, token) }),
      ],
      events: [...earlier.events, aboutInvitation('invitation.created', row)],
    };
  },
});

/** Those that nobody has accepted or revoked, the newest first. */
export const listInvitations = operation({
  name: 'invitation.list',
  input: z.strictObject({ organizationId: placeId, ...page }),
  async run(work, { organizationId, ...input }) {
    const { database } = work;
    const place = await findPlace(work, organizationId);
    const cut = await cutPage(invitations.seq, input, async (id) => {
      const [row] = await database.query
        .select({ seq: invitations.seq })
        .from(invitations)
        .where(and(eq(invitations.id, id), invitedTo(place)));
      return row?.seq ?? null;
    });
    const rows = (await database.query
      .select()
      .from(invitations)
      .where(and(invitedTo(place), isOpen, cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit)) as InvitationRow[];
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<PendingInvitation> = {
      items: await Promise.all(items.map(async (row) => ({ ...shownOf(row), lapsed: await lapsedOf(row) }))),
      ...cursors,
    };
    return { result, events: { unrecorded: 'their making and end are recorded' } };

    async function lapsedOf(row: InvitationRow): Promise<Lapsed | null> {
      if (row.expiresAt <= work.at) return 'too_old';
      return (await conditionToJoin(work, row)) ? null : 'inviter_may_no_more';
    }
  },
});

/** At once: the link opens nothing any more. */
export const revokeInvitation = operation({
  name: 'invitation.revoke',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }) {
    const { database, tenant, at } = work;
    const [row] = (await database.query
      .select()
      .from(invitations)
      .where(and(eq(invitations.id, id), isOpen))) as InvitationRow[];
    if (!row || !tenant.reaches(row.organizationId)) throw notFound('invitation');
    refuseToTouch(work, row);
    return {
      result: { id: row.id, email: row.email },
      writes: [
        expectThat(database, stillOpen(row)),
        database.query.update(invitations).set({ revokedAt: at }).where(eq(invitations.id, row.id)),
      ],
      events: [aboutInvitation('invitation.revoked', row)],
    };
  },
});

function shownOf(row: Omit<Invitation, 'role'> & { readonly role: MemberRole }): Invitation {
  const { id, email, organizationId, role, invitedByName, createdAt, expiresAt } = row;
  return { id, email, organizationId, role, invitedByName, createdAt, expiresAt };
}
