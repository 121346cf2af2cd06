import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { events, grants, organizations, totps, users } from '../db/schema';
import { notFound } from './errors';
import { toEvent, type VaultEvent } from './event-lines';
import { type Identity, ownIdentities } from './identity-rows';
import { page, personName } from './inputs';
import { operation, type Work } from './operation';
import { cutPage, type Page, toPage } from './pages';
import type { Role } from './policy';
import { recoveryCodesLeft } from './recovery-codes';

/** What somebody sees of their own account. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly createdAt: string;
  readonly roles: readonly {
    /** Null: of the whole environment. */
    readonly organizationId: string | null;
    readonly organizationName: string | null;
    readonly role: Role;
    /** False where the organization wants its own sign-in, and this session began elsewhere. */
    readonly countsHere: boolean;
  }[];
  /** Null in a session that one organization vouches for: how somebody is known elsewhere is not its to see. */
  readonly waysIn: WaysIn | null;
}

/** How somebody signs in, beside passkeys. */
export interface WaysIn {
  readonly hasPassword: boolean;
  /** When the authenticator app was added; null: there is none. */
  readonly totpSince: string | null;
  readonly recoveryCodesLeft: number;
  /** Who they are at identity providers. */
  readonly identities: readonly Identity[];
}

export const describeAccount = operation({
  name: 'account.describe',
  input: z.strictObject({}),
  async run(work) {
    const { database, actor } = work;
    const user = await ownUser(work);
    // Whoever vouches for one organization learns nothing of the others.
    const elsewhere = (organizationId: string | null) =>
      Boolean(actor.vouchedFor) && organizationId !== actor.vouchedFor;
    const roles = await database.query
      .select({
        organizationId: grants.organizationId,
        organizationName: organizations.name,
        deletedAt: organizations.deletedAt,
        role: grants.role,
      })
      .from(grants)
      .leftJoin(organizations, eq(organizations.id, grants.organizationId))
      .where(eq(grants.userId, user.id));
    const result: Account = {
      id: user.id,
      email: user.email,
      name: user.name,
      createdAt: user.createdAt,
      roles: roles
        .filter(({ deletedAt, organizationId }) => deletedAt === null && !elsewhere(organizationId))
        .map(({ organizationId, organizationName, role }) => ({
          organizationId,
          organizationName,
          role: role as Role,
          countsHere: actor.grants.some((one) => one.organizationId === organizationId && one.role === role),
        })),
      waysIn: actor.vouchedFor ? null : await waysInOf(work, user),
    };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});

async function waysInOf(work: Work, { id, passwordHash }: typeof users.$inferSelect): Promise<WaysIn> {
  const [totp] = await work.database.query
    .select({ confirmedAt: totps.confirmedAt })
    .from(totps)
    .where(eq(totps.userId, id));
  return {
    hasPassword: passwordHash !== null,
    totpSince: totp?.confirmedAt ?? null,
    recoveryCodesLeft: await recoveryCodesLeft(work, id),
    identities: await ownIdentities(work),
  };
}

/** One's own name, as others see it from now on. What the trail says of the past stays. */
export const updateAccount = operation({
  name: 'account.update',
  input: z.strictObject({ name: personName }),
  async run(work, { name }) {
    const user = await ownUser(work);
    return {
      result: { id: user.id, name },
      writes: [work.database.query.update(users).set({ name }).where(eq(users.id, user.id))],
      events: [
        {
          type: 'user.updated',
          organizationId: null,
          data: { user_id: user.id, user_name: name, previous_name: user.name },
        },
      ],
    };
  },
});

/**
 * What somebody did, in places where they still are, and what is about themselves; where an organization vouches for
 * the session, there alone. The newest first.
 */
export const listOwnEvents = operation({
  name: 'account.activity',
  input: z.strictObject(page),
  async run({ database, actor, environmentId }, input) {
    if (actor.sessionId === null) throw notFound('session');
    const places: (string | null)[] = actor.grants.map(({ organizationId }) => organizationId);
    if (!actor.vouchedFor) places.push('');
    const own = and(
      eq(events.environmentId, environmentId),
      eq(events.actorId, actor.id),
      // Of what is in no index: else SQLite gathers the events of whole organizations, and sorts them.
      places.includes(null) ? undefined : inArray(sql`ifnull(${events.organizationId}, '')`, places),
    );
    const cut = await cutPage(events.seq, input, async (id) => {
      const [row] = await database.query
        .select({ seq: events.seq })
        .from(events)
        .where(and(eq(events.id, id), own));
      return row?.seq ?? null;
    });
    const rows = await database.query
      .select()
      .from(events)
      .where(and(own, cut.where))
      .orderBy(cut.orderBy)
      .limit(cut.limit);
    const { items, ...cursors } = toPage(rows, input);
    const result: Page<VaultEvent> = { items: items.map(toEvent), ...cursors };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});

async function ownUser({ database, actor }: Work): Promise<typeof users.$inferSelect> {
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  if (!user || actor.sessionId === null) throw notFound('session');
  return user;
}
