import { and, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys } from '../db/schema';
import { ABILITIES, type Ability, ALL_ABILITIES } from './abilities';
import { actorOfUser, actorsOfKeys } from './actor';
import { bearersOf, MOST_BEARERS, mayOpen, toOpened } from './bearers';
import { notFound } from './errors';
import { isNamedTo } from './explained-subjects';
import { anyId } from './inputs';
import { operation, type Work } from './operation';
import { type Actor, authorizedTo, ENVIRONMENT_ROLES, type Grant, ORGANIZATION_ROLES } from './policy';
import { findLive } from './secret-rows';

/** Somebody, or some program, to whom a change of rights makes a difference. */
export interface Difference {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'key';
  /** What they may do afterwards and not before. For a role: in places where they could not. */
  readonly gains: readonly Ability[];
  readonly loses: readonly Ability[];
}

export interface AccessPreview {
  /** People first. */
  readonly differences: readonly Difference[];
  /** There are more who might be touched than were looked at. */
  readonly more: boolean;
}

const roleChange = z.strictObject({
  kind: z.literal('role'),
  userId: anyId,
  /** Null: for the environment. */
  organizationId: anyId.nullable(),
  /** Null: none any more. */
  role: z.enum([...ORGANIZATION_ROLES, ...ENVIRONMENT_ROLES]).nullable(),
});
const restriction = z.strictObject({
  kind: z.literal('restriction'),
  secretId: anyId,
  organizationId: anyId.optional(),
  /** Whom it would name, as `secret_restrictions` has them; null: nobody, it would be for all again. */
  subjects: z.array(anyId).max(MOST_BEARERS).nullable(),
  /** As it is, unless given. */
  needsApproval: z.boolean().optional(),
});

/**
 * Who would gain and who would lose by a change of rights, before it is saved: the change is made to actors in memory,
 * and the policy is asked about them as they are and as they would be.
 */
export const previewAccess = operation({
  name: 'access.preview',
  input: z.discriminatedUnion('kind', [roleChange, restriction]),
  async run(work, change) {
    const result = change.kind === 'role' ? await ofRole(work, change) : await ofRestriction(work, change);
    return { result, events: { unrecorded: 'nothing changes, and names and rights are no secrets' } };
  },
});

/** A role reaches the person, and the keys that they made. */
async function ofRole(work: Work, change: z.output<typeof roleChange>): Promise<AccessPreview> {
  const { tenant, database } = work;
  const { userId, organizationId, role } = change;
  if (!tenant.reaches(organizationId)) throw notFound('organization');
  const person = await actorOfUser(work, userId);
  if (!person || !isNamedTo(tenant, person)) throw notFound('user');
  const made = await database.query
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.createdById, userId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.seq))
    .limit(MOST_BEARERS + 1);
  const keys = await actorsOfKeys(
    work,
    made.slice(0, MOST_BEARERS).map(({ id }) => id),
  );
  const others = person.grants.filter((grant) => grant.organizationId !== organizationId);
  const grants: Grant[] = role === null ? others : [...others, { organizationId, role }];
  const may = (actor: Actor, ability: Ability) =>
    authorizedTo(actor, ABILITIES[ability])?.organizationIds ?? [];
  const compare = (kind: Difference['kind']) => (before: Actor) => {
    const after = { ...before, grants };
    return difference(kind, before, {
      gains: (ability) => !covers(may(before, ability), may(after, ability)),
      loses: (ability) => !covers(may(after, ability), may(before, ability)),
    });
  };
  return {
    differences: [...compare('person')(person), ...keys.flatMap(compare('key'))],
    more: made.length > MOST_BEARERS,
  };
}

type Places = 'all' | readonly string[];
const covers = (all: Places, some: Places): boolean =>
  all === 'all' || (some !== 'all' && some.every((one) => all.includes(one)));

/** A restriction reaches whoever bears a right on the secret. */
async function ofRestriction(work: Work, change: z.output<typeof restriction>): Promise<AccessPreview> {
  const row = await findLive(work, { id: change.secretId, organizationId: change.organizationId });
  const before = await toOpened(work, row);
  const { subjects: named, needsApproval = before.needsApproval } = change;
  const after = { ...before, named, needsApproval };
  const { people, keys, more } = await bearersOf(work, row.organizationId);
  const compare = (kind: Difference['kind']) => (actor: Actor) => {
    const could = (ability: Ability) => mayOpen(actor, ABILITIES[ability], before);
    const can = (ability: Ability) => mayOpen(actor, ABILITIES[ability], after);
    return difference(kind, actor, {
      gains: (ability) => can(ability) && !could(ability),
      loses: (ability) => could(ability) && !can(ability),
    });
  };
  return { differences: [...people.flatMap(compare('person')), ...keys.flatMap(compare('key'))], more };
}

function difference(
  kind: Difference['kind'],
  { id, name }: Actor,
  is: Record<'gains' | 'loses', (ability: Ability) => boolean>,
): Difference[] {
  const gains = ALL_ABILITIES.filter(is.gains);
  const loses = ALL_ABILITIES.filter(is.loses);
  return gains.length + loses.length > 0 ? [{ id, name, kind, gains, loses }] : [];
}
