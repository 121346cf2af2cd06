import { and, eq, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Write } from '../db/client';
import { environments, grants, users } from '../db/schema';
import { notFound, VaultError } from './errors';
import { anyId } from './inputs';
import type { Work } from './operation';
import { findOrganization, organizationIsLive } from './organization-rows';
import {
  type Actor,
  authorizedTo,
  ENVIRONMENT_ROLES,
  type EnvironmentRole,
  type Grant,
  mayGive,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from './policy';

/** Where people have roles: an organization, or the environment (`organizationId` is null then). */
export interface Place {
  readonly organizationId: string | null;
  readonly name: string;
}

export type MemberRole = EnvironmentRole | OrganizationRole;

/** The roles of a place, from the highest down. */
export const rolesOf = ({ organizationId }: Pick<Place, 'organizationId'>): readonly MemberRole[] =>
  organizationId === null ? ENVIRONMENT_ROLES : ORGANIZATION_ROLES;
const highestRole = (organizationId: string | null): MemberRole =>
  organizationId === null ? 'owner' : 'admin';

/** An organization, or null for the environment. */
export const placeId = anyId.nullable();
/** A role and the place that it is for. */
export const roleAt = z
  .strictObject({
    organizationId: placeId,
    role: z.enum([...new Set([...ENVIRONMENT_ROLES, ...ORGANIZATION_ROLES])], 'Choose a role.'),
  })
  .refine((given) => rolesOf(given).includes(given.role), {
    path: ['role'],
    message: 'There is no such role here.',
  });

/** Throws `not_found` for an organization that is missing or another's, `forbidden` for who reaches organizations only. */
export async function findPlace(work: Work, organizationId: string | null): Promise<Place> {
  if (organizationId !== null) {
    const { id, name } = await findOrganization(work, organizationId);
    return { organizationId: id, name };
  }
  if (!work.tenant.reaches(null)) {
    throw new VaultError('forbidden', 'This is about the whole environment, and you act for organizations.');
  }
  return { organizationId, name: await environmentNameOf(work) };
}

export async function environmentNameOf({
  database,
  environmentId,
}: Pick<Work, 'database' | 'environmentId'>): Promise<string> {
  const [row] = await database.query
    .select({ name: environments.name })
    .from(environments)
    .where(eq(environments.id, environmentId));
  return row?.name ?? '';
}

/** A condition for `expectThat`. */
export const placeIsLive = ({ organizationId }: Pick<Place, 'organizationId'>): SQL =>
  organizationId === null ? sql`true` : organizationIsLive(organizationId);

export const grantsAt = ({ organizationId }: Pick<Place, 'organizationId'>): SQL =>
  organizationId === null ? isNull(grants.organizationId) : eq(grants.organizationId, organizationId);

export interface MemberRow {
  readonly grantId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: MemberRole;
}

/** Throws `not_found` for somebody who is no member there, whether they are one elsewhere or nowhere. */
export async function findMember(
  { database }: Pick<Work, 'database'>,
  place: Pick<Place, 'organizationId'>,
  userId: string,
): Promise<MemberRow> {
  const [row] = await database.query
    .select({
      grantId: grants.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      role: grants.role,
    })
    .from(grants)
    .innerJoin(users, eq(users.id, grants.userId))
    .where(and(eq(grants.userId, userId), grantsAt(place)));
  if (!row) throw notFound('member');
  return { ...row, role: row.role as MemberRole };
}

/** A condition for `expectThat`: the member is still there, in the role that was looked at. */
export const stillHas = ({ grantId, role }: Pick<MemberRow, 'grantId' | 'role'>): SQL =>
  sql`exists (select 1 from ${grants} where ${grants.id} = ${grantId} and ${grants.role} = ${role})`;

/** A condition: whoever may give every role of the place is somebody beside this one. */
const anotherAdministers = ({ organizationId }: Pick<Place, 'organizationId'>, userId: string): SQL =>
  sql`exists (select 1 from ${grants} where ${and(
    grantsAt({ organizationId }),
    eq(grants.role, highestRole(organizationId)),
    ne(grants.userId, userId),
  )})`;

const hasNoAdministrator = (organizationId: string): SQL =>
  sql`not exists (select 1 from ${grants} where ${and(grantsAt({ organizationId }), eq(grants.role, highestRole(organizationId)))})`;

/** Whether a condition for `expectThat` holds now: the words for a refusal, before the write decides. */
export async function holds(database: Database, condition: SQL): Promise<boolean> {
  const [row] = await database.query.values<[number]>(sql`select case when ${condition} then 1 else 0 end`);
  return row?.[0] === 1;
}

/**
 * A condition for `expectThat` under which somebody may lose a role: the environment keeps an owner, an organization
 * that has an administrator keeps one. Throws `last_administrator`.
 */
export async function conditionToLose(
  { database }: Pick<Work, 'database'>,
  place: Pick<Place, 'organizationId'>,
  { userId, role }: Pick<MemberRow, 'userId' | 'role'>,
): Promise<SQL> {
  if (role !== highestRole(place.organizationId)) return sql`true`;
  const condition = anotherAdministers(place, userId);
  if (await holds(database, condition)) return condition;
  throw new VaultError(
    'last_administrator',
    place.organizationId === null
      ? 'The installation keeps at least one owner. Make somebody else an owner first.'
      : 'This organization keeps at least one administrator. Make somebody else its administrator first.',
  );
}

/**
 * A condition for `expectThat` under which somebody may give a role; null: never. Nobody gives more than they have.
 * Administrators of an environment who do not read values cannot give a role that does, but for one thing: an
 * organization that nobody administers gets its first administrator from them, who is not to be themselves.
 */
export function conditionToGive(giver: Actor, grant: Grant, toThemselves: boolean): SQL | null {
  if (mayGive(giver, grant)) return sql`true`;
  const { organizationId, role } = grant;
  if (organizationId === null || role !== highestRole(organizationId) || toThemselves) return null;
  return outranks(giver, grant) ? hasNoAdministrator(organizationId) : null;
}

/** The same as a decision. Throws `forbidden`. */
export async function appointment(work: Work, grant: Grant, toThemselves: boolean): Promise<SQL> {
  const condition = conditionToGive(work.actor, grant, toThemselves);
  if (condition && (await holds(work.database, condition))) return condition;
  throw new VaultError('forbidden', 'Nobody gives a role that allows more than their own.');
}

/**
 * Whether somebody may take a role away from who has it, or change it: if they could give it, values aside. Who runs
 * the vault without reading values still sends somebody away who reads them.
 */
export function outranks(actor: Actor, grant: Grant): boolean {
  return mayGive(readingActor(actor), grant);
}

const readingActor = (actor: Actor): Actor => ({
  ...actor,
  rules: { ...actor.rules, administratorsReadValues: true },
});

/** Whether a role opens values, if the environment lets it. */
export function readsValues({ actor }: Pick<Work, 'actor'>, grant: Grant): boolean {
  return authorizedTo({ ...readingActor(actor), grants: [grant], bounds: null }, 'secret.read') !== null;
}

/** Throws `forbidden`. */
export function refuseToTouch({ actor }: Pick<Work, 'actor'>, grant: Grant): void {
  if (outranks(actor, grant)) return;
  throw new VaultError('forbidden', 'Nobody changes somebody whose role allows more than their own.');
}

export function roleWrite({ database }: Pick<Work, 'database'>, member: MemberRow, role: MemberRole): Write {
  return database.query.update(grants).set({ role }).where(eq(grants.id, member.grantId));
}
