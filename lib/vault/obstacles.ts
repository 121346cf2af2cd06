import { mayOpen, type Opened } from './bearers';
import { ALL_SCOPES, KEY_SCOPES, type KeyScope } from './key-scopes';
import { type Actor, ENVIRONMENT_ROLES, type Grant, type OperationName, ORGANIZATION_ROLES } from './policy';

/** What stands in the way of somebody, and what would take it out of the way. */
export type Obstacle =
  /** A key that acts no more. */
  | { readonly kind: 'key_revoked' | 'key_expired'; readonly at: string }
  /** The key's own organization is gone. */
  | { readonly kind: 'key_ended' }
  /** No API key ever does this. */
  | { readonly kind: 'not_for_keys' }
  /** Of a key: its maker has none. `least`: the least role that would do; null if none does. */
  | { readonly kind: 'no_role'; readonly least: Grant | null }
  | { readonly kind: 'role_too_low'; readonly has: Grant; readonly least: Grant | null }
  /** The environment keeps its administrators from values. */
  | { readonly kind: 'administrators_kept'; readonly has: Grant; readonly least: Grant | null }
  /** A key for another place. */
  | { readonly kind: 'key_elsewhere' }
  | { readonly kind: 'no_scope'; readonly scope: KeyScope }
  | { readonly kind: 'name_outside'; readonly prefixes: readonly string[] }
  /** It opens for one person at a time, with the approval of a second one. */
  | { readonly kind: 'needs_approval' }
  | { readonly kind: 'not_named' };

type Case = readonly [actor: Actor, secret: Opened];
/** Takes one thing out of the way. */
type Lift = (given: Case) => Case;

/** What can be lifted beside the role, in the order in which one would ask. */
const LIFTS = {
  place: bounded({ organizationId: null }),
  scope: bounded({ scopes: ALL_SCOPES }),
  name: bounded({ namePrefixes: null }),
  approval: ([actor, secret]) => [actor, { ...secret, needsApproval: false }],
  restriction: ([actor, secret]) => [actor, { ...secret, named: null }],
} as const satisfies Record<string, Lift>;
type Lifted = keyof typeof LIFTS;
const ALL = Object.keys(LIFTS) as Lifted[];

function bounded(wider: Partial<NonNullable<Actor['bounds']>>): Lift {
  return ([actor, secret]) => [{ ...actor, bounds: actor.bounds && { ...actor.bounds, ...wider } }, secret];
}

const allBut = (given: Case, kept?: Lifted): Case =>
  ALL.filter((one) => one !== kept).reduce((so, one) => LIFTS[one](so), given);

/**
 * All that stands in the way, by asking the policy itself: a thing does if everything else is lifted and it still says no.
 * The role comes first, and what follows is what is left once they have it: a restriction may name that very role, or the
 * one that it replaces. Empty for somebody who may.
 */
export function obstaclesOf(actor: Actor, operation: OperationName, secret: Opened): Obstacle[] {
  const passes: Passes = (tried) => mayOpen(tried[0], operation, tried[1]);
  if (passes([actor, secret])) return [];
  const role = passes(allBut([actor, secret])) ? null : roleObstacle(allBut([actor, secret]), passes);
  const promoted = role === null ? actor : withRole(actor, role.least);
  if (!passes(allBut([promoted, secret])))
    return role && role.least === null && !actor.bounds ? [role] : [NEVER];
  const others = ALL.filter((one) => !passes(allBut([promoted, secret], one))).map((one): Obstacle => {
    switch (one) {
      case 'place':
        return { kind: 'key_elsewhere' };
      case 'scope':
        return { kind: 'no_scope', scope: scopeFor(operation) };
      case 'name':
        return { kind: 'name_outside', prefixes: actor.bounds?.namePrefixes ?? [] };
      case 'approval':
        return { kind: 'needs_approval' };
      case 'restriction':
        return { kind: 'not_named' };
    }
  });
  return role ? [role, ...others] : others;
}

type Passes = (tried: Case) => boolean;
const NEVER: Obstacle = { kind: 'not_for_keys' };

function roleObstacle([actor, secret]: Case, passes: Passes) {
  const least = rolesFor(actor, secret).find((one) => passes([withRole(actor, one), secret])) ?? null;
  const has = actor.grants.find(
    ({ organizationId }) => organizationId === null || organizationId === secret.organizationId,
  );
  if (!has) return { kind: 'no_role', least } as const;
  const kept = passes([{ ...actor, rules: { ...actor.rules, administratorsReadValues: true } }, secret]);
  return { kind: kept ? 'administrators_kept' : 'role_too_low', has, least } as const;
}

/** Nobody has two roles in one place. */
function withRole(actor: Actor, role: Grant | null): Actor {
  if (!role) return actor;
  const elsewhere = actor.grants.filter(({ organizationId }) => organizationId !== role.organizationId);
  return { ...actor, grants: [...elsewhere, role] };
}

/** The roles that somebody could have where the secret is, the least first. */
function rolesFor({ bounds, grants }: Actor, { organizationId }: Opened): Grant[] {
  if (bounds && grants.some(({ role }) => role === 'key')) return [{ organizationId, role: 'key' }];
  const roles = organizationId === null ? ENVIRONMENT_ROLES : ORGANIZATION_ROLES;
  return roles.toReversed().map((role): Grant => ({ organizationId, role }));
}

const scopeFor = (operation: OperationName): KeyScope =>
  ALL_SCOPES.find((scope) => (KEY_SCOPES[scope] as readonly OperationName[]).includes(operation)) ?? 'read';
