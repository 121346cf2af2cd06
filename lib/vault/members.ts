import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { grants, sessions, users } from '../db/schema';
import { departureWrites, type Leaver } from './departures';
import { invalid, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { anyId, page } from './inputs';
import { endInvitationsOf } from './invitation-rows';
import {
  appointment,
  conditionToGive,
  conditionToLose,
  findMember,
  findPlace,
  grantsAt,
  holds,
  type MemberRole,
  type MemberRow,
  outranks,
  type Place,
  placeId,
  placeIsLive,
  readsValues,
  refuseToTouch,
  roleAt,
  rolesOf,
  roleWrite,
  stillHas,
} from './member-rows';
import { operation, type Work } from './operation';
import { cutPage, type Page, toPage } from './pages';
import { authorizedTo } from './policy';

export interface Member {
  /** The user's. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly since: string;
  /** When a session of theirs was last used, to the minute; null: not lately. */
  readonly lastSeenAt: string | null;
  /** Whether who asks may change the role, and remove them. */
  readonly changeable: boolean;
}

export interface Members extends Page<Member> {
  /** What who asks may give here; none where they may not change roles. */
  readonly roles: readonly MemberRole[];
}

/** Sessions that are looked at for when somebody was last seen: as many as one has open at once, and more. */
const LATEST_SESSIONS = 10;

/** Those who have a role of an organization, or (null) of the environment. The newest first. */
export const listMembers = operation({
  name: 'member.list',
  input: z.strictObject({ organizationId: placeId, ...page }),
  async run(work, { organizationId, ...input }) {
    const { database } = work;
    const place = await findPlace(work, organizationId);
    const cut = await cutPage(grants.id, input, async (userId) => {
      const [row] = await database.query
        .select({ id: grants.id })
        .from(grants)
        .where(and(eq(grants.userId, userId), grantsAt(place)));
      return row?.id ?? null;
    });
    const latest = database.query
      .select({ seenAt: sql<string>`ifnull(${sessions.lastSeenAt}, ${sessions.createdAt})`.as('seen_at') })
      .from(sessions)
      .where(eq(sessions.userId, users.id))
      .orderBy(sql`${sessions.createdAt} desc`)
      .limit(LATEST_SESSIONS);
    const rows = await database.query
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        role: grants.role,
        since: grants.createdAt,
        lastSeenAt: sql<string | null>`(select max(seen_at) from ${latest})`,
      })
      .from(grants)
      .innerJoin(users, eq(users.id, grants.userId))
      .where(and(grantsAt(place), cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const roles = await givable(work, place);
    const changes = mayChange(work, place);
    const result: Members = {
      items: items.map((row): Member => {
        const role = row.role as MemberRole;
        return { ...row, role, changeable: changes && outranks(work.actor, { ...place, role }) };
      }),
      ...cursors,
      roles,
    };
    return { result, events: { unrecorded: 'who belongs to a place is no secret within it' } };
  },
});

/** A lower role, or a higher one. Fails with `last_administrator`, and `forbidden` for more than the giver has. */
export const changeRole = operation({
  name: 'member.change_role',
  input: roleAt.safeExtend({ userId: anyId }),
  async run(work, { organizationId, userId, role }) {
    const place = await findPlace(work, organizationId);
    const member = await findMember(work, place, userId);
    refuseToTouch(work, { ...place, role: member.role });
    const result = { id: member.userId, name: member.name, role };
    if (member.role === role) return { result, events: { unrecorded: 'nothing was changed' } };
    const onlyIf = await appointment(work, { ...place, role }, userId === work.actor.id);
    const keepsOne = await conditionToLose(work, place, member);
    return {
      result,
      writes: [
        expectThat(
          work.database,
          sql`${stillHas(member)} and ${placeIsLive(place)} and ${onlyIf} and ${keepsOne}`,
        ),
        ...(readsValues(work, { ...place, role }) ? [] : departureWrites(work, leaverOf(place, member))),
        roleWrite(work, member, role),
      ],
      events: [roleChanged(place, member, role)],
    };
  },
});

/** At once, in every session and for every API key that they made. Open invitations of theirs to the place end. */
export const removeMember = operation({
  name: 'member.remove',
  input: z.strictObject({ organizationId: placeId, userId: anyId }),
  async run(work, { organizationId, userId }) {
    const { database } = work;
    const place = await findPlace(work, organizationId);
    const member = await findMember(work, place, userId);
    refuseToTouch(work, { ...place, role: member.role });
    const keepsOne = await conditionToLose(work, place, member);
    const ended = await endInvitationsOf(work, place, member.email);
    return {
      result: { id: member.userId, name: member.name },
      writes: [
        expectThat(database, sql`${stillHas(member)} and ${keepsOne}`),
        ...departureWrites(work, leaverOf(place, member)),
        database.query.delete(grants).where(eq(grants.id, member.grantId)),
        ...ended.writes,
      ],
      events: [
        {
          type: 'member.removed',
          organizationId: place.organizationId,
          data: { user_id: member.userId, user_name: member.name, role: member.role },
        },
        ...ended.events,
      ],
    };
  },
});

/** The highest role of a place goes to another member, and who had it takes the next lower one: both or neither. */
export const transferRole = operation({
  name: 'member.transfer',
  input: z.strictObject({ organizationId: placeId, userId: anyId }),
  async run(work, { organizationId, userId }) {
    const { database, actor } = work;
    const place = await findPlace(work, organizationId);
    const [highest, next] = rolesOf(place) as [MemberRole, MemberRole];
    const from = await findMember(work, place, actor.id).catch(() => null);
    if (from?.role !== highest) {
      throw new VaultError('forbidden', 'Only who has the highest role here hands it over.');
    }
    const to = await findMember(work, place, userId);
    if (to.role === highest) {
      throw invalid('userId', 'already', 'Whoever has this role already cannot be handed it.');
    }
    return {
      result: { id: to.userId, name: to.name, role: highest, ownRole: next },
      writes: [
        expectThat(database, sql`${stillHas(from)} and ${stillHas(to)} and ${placeIsLive(place)}`),
        roleWrite(work, to, highest),
        roleWrite(work, from, next),
      ],
      events: [roleChanged(place, to, highest, true), roleChanged(place, from, next, true)],
    };
  },
});

function roleChanged(place: Place, member: MemberRow, role: MemberRole, handedOver = false): EventDraft {
  return {
    type: 'member.role_changed',
    organizationId: place.organizationId,
    data: {
      user_id: member.userId,
      user_name: member.name,
      from_role: member.role,
      to_role: role,
      ...(handedOver ? { handed_over: true } : {}),
    },
  };
}

const leaverOf = ({ organizationId }: Place, { userId, name, role }: MemberRow): Leaver => ({
  userId,
  userName: name,
  organizationId,
  role,
});

const mayChange = ({ actor }: Work, { organizationId }: Place): boolean =>
  authorizedTo(actor, 'member.change_role')?.reaches(organizationId) ?? false;

/** What may be given to somebody else. */
async function givable(work: Work, place: Place): Promise<MemberRole[]> {
  if (!mayChange(work, place)) return [];
  const roles: MemberRole[] = [];
  for (const role of rolesOf(place)) {
    const condition = conditionToGive(work.actor, { ...place, role }, false);
    if (condition && (await holds(work.database, condition))) roles.push(role);
  }
  return roles;
}
