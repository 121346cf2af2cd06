import { inList } from '@/app/(dashboard)/_parts/preview-words';
import { roleWords, scopeWords } from '@/app/(dashboard)/_parts/rights-words';
import type { Ability, Asked, ExplainedAbility, Explanation, Grant, Obstacle } from '@/lib/vault';

/** What is asked about, as a heading. */
export const ABILITY_TITLES: Record<Ability, string> = {
  see: 'See its name and details',
  reveal: 'Reveal the value',
  replace: 'Replace the value',
  delete: 'Move it to the trash',
  export: 'Take it along in an export',
};

/** In a table of everybody. */
export const SHORT: Record<Ability, string> = {
  see: 'See',
  reveal: 'Reveal',
  replace: 'Replace',
  delete: 'Delete',
  export: 'Export',
};

type Subject = Explanation['subject'];

/** Why somebody may, in one or two sentences. */
export function whyAllowed({ by, namedAs }: ExplainedAbility, subject: Subject): string {
  const { name, key } = subject;
  const roles = inList(by.map(roleWords), 'and');
  const first = !key
    ? `${name} is ${roles}.`
    : key.maker
      ? `The key acts for ${key.maker.name}, who is ${roles}, and has the scope.`
      : 'The key was made on the vault’s own machine, reaches this organization, and has the scope.';
  return namedAs ? `${first} ${namedWords(namedAs, subject)}` : first;
}

function namedWords(namedAs: string, { key }: Subject): string {
  if (!namedAs.startsWith('role:')) return `The restriction names ${key ? 'this key' : 'them'}.`;
  const [, place, role] = namedAs.split(':') as [string, string, Grant['role']];
  const organizationId = place === 'environment' ? null : place;
  return `The restriction names whoever is ${roleWords({ organizationId, role })}.`;
}

const ASKS: Record<Asked, string> = {
  proof: 'a recent proof that it is them',
  reason: 'a reason',
  approval: 'the approval of a second person',
  single_sign_on: 'a sign-in at the organization’s identity provider',
  address: 'one of its allowed addresses',
};

/** What it still takes each time; null: nothing. */
export const asksWords = (asks: readonly Asked[]): string | null =>
  asks.length === 0 ? null : `Each time it takes ${inList(asks.map((one) => ASKS[one]))}.`;

/** What is in the way. */
export function obstacleWords(obstacle: Obstacle, { name, key }: Subject): string {
  const who = key?.maker ? `${key.maker.name}, who made the key,` : name;
  switch (obstacle.kind) {
    case 'key_revoked':
      return 'The key was revoked.';
    case 'key_expired':
      return 'The key has expired.';
    case 'key_ended':
      return 'The organization that the key was for is gone.';
    case 'not_for_keys':
      return 'No API key may do this.';
    case 'no_role':
      return key && !key.maker ? 'The key does not reach this organization.' : `${who} has no role here.`;
    case 'role_too_low':
      return `${who} is ${roleWords(obstacle.has)}, which is not enough.`;
    case 'administrators_kept':
      return `${who} is ${roleWords(obstacle.has)}, and this installation keeps its administrators from values.`;
    case 'key_elsewhere':
      return 'The key is for another organization.';
    case 'no_scope':
      return `The key lacks the scope “${scopeWords(obstacle.scope)}”.`;
    case 'name_outside':
      return `The key reaches only names that begin with ${inList(
        obstacle.prefixes.map((prefix) => `“${prefix}”`),
        'or',
      )}.`;
    case 'needs_approval':
      return key
        ? 'The secret opens for people only, each with the approval of a second one.'
        : 'The secret opens by itself only, with the approval of a second person: no export takes it along.';
    case 'not_named':
      return `The secret is restricted, and does not name ${key ? 'this key' : 'them or their role'}.`;
  }
}

/** What would take it out of the way. */
export function remedyWords(obstacle: Obstacle, { name, key }: Subject): string {
  switch (obstacle.kind) {
    case 'key_revoked':
    case 'key_expired':
    case 'key_ended':
    case 'key_elsewhere':
      return 'A new key for this organization.';
    case 'not_for_keys':
      return 'Nothing: a person has to do it.';
    case 'no_role':
    case 'role_too_low':
    case 'administrators_kept':
      if (obstacle.least?.role === 'key') return 'A new key for this organization.';
      if (!obstacle.least) return 'No role changes that: only the rule of the installation does.';
      return `${key?.maker ? key.maker.name : name} becomes ${roleWords(obstacle.least)}, or more.`;
    case 'no_scope':
      return `A key with the scope “${scopeWords(obstacle.scope)}”.`;
    case 'name_outside':
      return 'A key to all names, or to names that begin like this one.';
    case 'needs_approval':
      return 'The secret is no longer marked for approvals.';
    case 'not_named':
      return key
        ? 'The restriction names the key.'
        : 'The restriction names them or their role, or is lifted.';
  }
}
