import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { organizations } from '../db/schema';
import { ABILITIES, type Ability, ALL_ABILITIES } from './abilities';
import { bearersOf, mayOpen, type Opened, toOpened } from './bearers';
import { type ExplainedKey, findSubject, isNamedTo } from './explained-subjects';
import { anyId, secretId } from './inputs';
import { type Obstacle, obstaclesOf } from './obstacles';
import { operation, type Work } from './operation';
import { type Actor, authorizedTo, type Grant, NEEDS_PROOF, type OperationName, subjectsOf } from './policy';
import { findLive } from './secret-rows';

/** What somebody who may do something still has to bring, each time. */
export type Asked = 'proof' | 'reason' | 'approval' | 'single_sign_on' | 'address';

export interface ExplainedAbility {
  readonly ability: Ability;
  readonly allowed: boolean;
  /** The roles each of which is enough. Of a key: its maker's. */
  readonly by: readonly Grant[];
  /** How a restriction names them: by themselves or by a role, as `secret_restrictions` has it. Null: it has none, or not for this. */
  readonly namedAs: string | null;
  readonly asks: readonly Asked[];
  /** What is in the way, the first thing first: it goes only if all of them go. Empty for who may. */
  readonly obstacles: readonly Obstacle[];
}

export interface Explanation {
  readonly subject: { readonly id: string; readonly name: string; readonly key: ExplainedKey | null };
  readonly secret: { readonly id: string; readonly name: string; readonly organizationId: string | null };
  /** Of the person, or of the key's maker: the roles that bear on the secret's place. */
  readonly grants: readonly Grant[];
  readonly restricted: boolean;
  readonly abilities: readonly ExplainedAbility[];
}

/** Whether a person or an API key may do things with a secret, why, and what would change it. */
export const explainAccess = operation({
  name: 'access.explain',
  input: z.strictObject({ ...secretId, subjectId: anyId }),
  async run(work, { subjectId, ...which }) {
    const row = await findLive(work, which);
    const { id, name, key, actor: subject } = await findSubject(work, subjectId);
    const { organizationId } = row;
    const secret = await toOpened(work, row);
    const rules = await rulesOf(work, organizationId);
    const asks = (ability: Ability, by: readonly Grant[]): Asked[] =>
      key ? (key.allowedAddresses ? ['address'] : []) : askedOf(ability, by, secret, rules);
    const abilities = ALL_ABILITIES.map((ability): ExplainedAbility => {
      if (!subject) return ended(ability, key);
      const actor = inOneSession(subject, ABILITIES[ability], secret, rules);
      const obstacles = obstaclesOf(actor, ABILITIES[ability], secret);
      const by = obstacles.length === 0 ? enough(actor, ABILITIES[ability], secret) : [];
      const allowed = obstacles.length === 0;
      const namedAs = allowed ? namedBy(actor, ABILITIES[ability], secret) : null;
      return { ability, allowed, by, namedAs, asks: allowed ? asks(ability, by) : [], obstacles };
    });
    const result: Explanation = {
      subject: { id, name, key },
      secret: { id: row.id, name: row.name, organizationId },
      grants: (subject?.grants ?? []).filter(
        (grant) => grant.organizationId === null || grant.organizationId === organizationId,
      ),
      restricted: row.restrictedAt !== null,
      abilities,
    };
    return { result, events: UNRECORDED };
  },
});

/** Somebody who bears a right on a secret's place, and what of it reaches the secret. */
export interface Bearer {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'key';
  /** How a key ends; null for a person. */
  readonly hint: string | null;
  readonly may: readonly Ability[];
}

/** The same for everybody at once, in short: whom one can ask about. People first, each kind by name. */
export const listBearers = operation({
  name: 'access.explain',
  input: z.strictObject(secretId),
  async run(work, which) {
    const row = await findLive(work, which);
    const secret = await toOpened(work, row);
    const { people, keys, hints, more } = await bearersOf(work, row.organizationId);
    const rules = await rulesOf(work, row.organizationId);
    const told = (kind: Bearer['kind'], actors: readonly Actor[]): Bearer[] =>
      actors
        .filter((actor) => isNamedTo(work.tenant, actor))
        .map((actor): Bearer => {
          const may = ALL_ABILITIES.filter((ability) => {
            const name = ABILITIES[ability];
            return mayOpen(inOneSession(actor, name, secret, rules), name, secret);
          });
          return { id: actor.id, name: actor.name, kind, hint: hints.get(actor.id) ?? null, may };
        })
        .toSorted((a, b) => a.name.localeCompare(b.name));
    const bearers = [...told('person', people), ...told('key', keys)];
    return { result: { secret: { id: row.id, name: row.name }, bearers, more }, events: UNRECORDED };
  },
});

const UNRECORDED = { unrecorded: 'names of people and of keys, and their rights, are no secrets' };

function ended(ability: Ability, key: ExplainedKey | null): ExplainedAbility {
  const { revokedAt = null, expiresAt = null } = key ?? {};
  const obstacle: Obstacle = revokedAt
    ? { kind: 'key_revoked', at: revokedAt }
    : expiresAt
      ? { kind: 'key_expired', at: expiresAt }
      : { kind: 'key_ended' };
  return { ability, allowed: false, by: [], namedAs: null, asks: [], obstacles: [obstacle] };
}

/**
 * Where an organization wants a sign-in at its own provider, no session has all of somebody's roles: one has those of the
 * organization, another one the rest. A role that reads and another one that a restriction names do not meet.
 */
function inOneSession(actor: Actor, operationName: OperationName, secret: Opened, rules: Rules): Actor {
  if (!rules.requireSso || actor.bounds || !mayOpen(actor, operationName, secret)) return actor;
  const isOwn = (grant: Grant) => grant.organizationId === secret.organizationId;
  const around = { ...actor, grants: actor.grants.filter((grant) => !isOwn(grant)) };
  if (mayOpen(around, operationName, secret)) return around;
  return { ...actor, grants: actor.grants.filter(isOwn) };
}

/** The roles each of which reaches the secret. Whether a restriction names them is another matter. */
function enough(actor: Actor, operationName: OperationName, { organizationId }: Opened): Grant[] {
  return actor.grants.filter((grant) =>
    authorizedTo({ ...actor, grants: [grant] }, operationName)?.reaches(organizationId),
  );
}

function namedBy(actor: Actor, operationName: OperationName, { named }: Opened): string | null {
  if (named === null || authorizedTo(actor, operationName)?.subjects === null) return null;
  return subjectsOf(actor).find((one) => named.includes(one)) ?? null;
}

interface Rules {
  readonly requireReason: boolean;
  readonly requireSso: boolean;
}

async function rulesOf({ database }: Work, organizationId: string | null): Promise<Rules> {
  const [rules] = organizationId
    ? await database.query
        .select({ requireReason: organizations.requireReason, requireSso: organizations.requireSso })
        .from(organizations)
        .where(eq(organizations.id, organizationId))
    : [];
  return rules ?? { requireReason: false, requireSso: false };
}

function askedOf(ability: Ability, by: readonly Grant[], secret: Opened, rules: Rules): Asked[] {
  const reveals = ability === 'reveal';
  return [
    ...(rules.requireSso && by.every(({ organizationId }) => organizationId !== null)
      ? ['single_sign_on' as const]
      : []),
    ...(NEEDS_PROOF.includes(ABILITIES[ability]) ? ['proof' as const] : []),
    ...((reveals && rules.requireReason && !secret.needsApproval) || ability === 'export'
      ? ['reason' as const]
      : []),
    ...(reveals && secret.needsApproval ? ['approval' as const] : []),
  ];
}
