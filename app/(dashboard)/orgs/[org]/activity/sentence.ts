import type { VaultEvent } from '@/lib/vault';
import { organizationChange } from './organization-change';
import { newcomerOf, peopleSentence } from './people-sentences';

/** One event in plain words: "Ada" + "revealed the value of" + the secret + "on purpose". */
export interface Sentence {
  readonly verb: string;
  /** A name that the verb is about, where it is not the secret's. */
  readonly object?: string;
  /** What follows the secret's name. */
  readonly rest?: string;
  /** Why, in the words of whoever did it. */
  readonly reason?: string;
}

/** A look at all of a secret's page, without its value. */
export const OPENED: Sentence = { verb: 'opened' };

const LOOKED = { read: 'read', reveal: 'revealed', copy: 'copied', export: 'exported' } as const;

/** What somebody did, after the name of who did it. The secret's name, if the event has one, follows the verb. */
export function sentenceOf(event: VaultEvent): Sentence {
  const { type, data, secretId } = event;
  switch (type) {
    case 'vault.data.created':
      return { verb: 'created' };
    case 'vault.data.updated':
      return {
        verb:
          typeof data.from_version === 'number'
            ? `rolled back to version ${data.from_version}:`
            : 'replaced the value of',
      };
    case 'vault.data.read':
      return { verb: `${LOOKED[purposeOf(data.purpose)]} the value of`, ...readWith(data) };
    case 'vault.data.deleted':
      return { verb: 'moved to the trash:' };
    case 'vault.data.restored':
      return { verb: 'took out of the trash:' };
    case 'vault.data.purged':
      return { verb: 'deleted for good:' };
    case 'vault.details.updated':
      return { verb: 'changed the note, tags or reminders of' };
    case 'vault.names.listed':
      if (data.overview === true) return { verb: 'looked at the overview' };
      if (typeof data.departure_id === 'string')
        return { verb: 'looked at what somebody who left could read' };
      return { verb: data.deleted === true ? 'looked at the trash' : 'looked at the list of secrets' };
    case 'vault.metadata.read':
      return { verb: 'looked at the details of' };
    case 'vault.versions.listed':
      return { verb: 'looked at the versions of' };
    case 'vault.values.compared':
      return { verb: `compared a file with ${secretsOf(data.compared)}` };
    case 'vault.imported':
      return {
        verb: `imported a file: created ${secretsOf(data.created)}, replaced ${numberOf(data.replaced)}`,
      };
    case 'vault.exported':
      return {
        verb: `exported ${secretsOf(data.count)} as ${words(data.format).toUpperCase()}, ${data.encryption === 'none' ? 'in clear' : 'encrypted'}${leftOut(data)}, for this reason:`,
        ...named(data.reason),
      };
    case 'restriction.changed':
      return restrictionOf(data);
    case 'approval.requested':
      return { verb: 'asked to open', ...because(data) };
    case 'approval.granted':
      return {
        verb: `let ${someone(data.requested_by)} open`,
        rest: `for ${durationOf(data.minutes)}`,
      };
    case 'approval.denied':
      return data.ended === true
        ? { verb: `ended the approval of ${someone(data.requested_by)} to open` }
        : { verb: `did not let ${someone(data.requested_by)} open` };
    case 'approval.withdrawn':
      return { verb: data.ended === true ? 'gave up an approval to open' : 'does not ask any more to open' };
    case 'approval.used':
      return { verb: 'used an approval for the first time to open' };
    case 'vault.kek.created':
      return { verb: 'was the first to use a key context: a key was made for it' };
    case 'vault.kek.deleted':
      return { verb: 'destroyed a key', ...named(data.key_id) };
    case 'vault.dek.read':
      return { verb: 'asked for a new data key' };
    case 'vault.dek.decrypted':
      return { verb: 'unwrapped a data key' };
    case 'organization.created':
      return { verb: 'created this organization' };
    case 'organization.updated':
      return { verb: organizationChange(data.changed) };
    case 'organization.deleted':
      return { verb: 'deleted this organization' };
    case 'departure.closed':
      return {
        verb: `said that what ${typeof data.user_name === 'string' ? data.user_name : 'somebody'} could read need not be replaced, for this reason:`,
        ...named(data.reason),
      };
    case 'operation.refused':
      if (data.code === 'address_not_allowed')
        return {
          verb: `was refused: it came from an address that the key is not taken from (${words(data.operation)})`,
        };
      return { verb: secretId ? 'was refused access to' : `was refused (${words(data.operation)})` };
    case 'api_key.created':
      return { verb: 'made the API key', ...named(data.key_name) };
    case 'api_key.rotated':
      return { verb: 'put a new key in the place of the API key', ...named(data.key_name) };
    case 'api_key.revoked':
      return { verb: 'revoked the API key', ...named(data.key_name) };
    case 'environment.updated':
      return { verb: `changed ${changedRules(data.changed)} of the whole installation` };
    case 'identity_provider.created':
      return { verb: 'added the identity provider', ...named(data.name) };
    case 'identity_provider.updated':
      return { verb: 'changed the identity provider', ...named(data.name) };
    case 'identity_provider.deleted':
      return { verb: 'removed the identity provider', ...named(data.name) };
    case 'user.identity_linked':
      return { verb: 'can sign in from now on at', ...named(data.identity_provider_name) };
    case 'user.identity_unlinked':
      return { verb: 'took away a way to sign in, at', ...named(data.issuer) };
    case 'user.passkey_added':
      return { verb: 'added the passkey', ...named(data.passkey_name) };
    case 'user.passkey_removed':
      return { verb: 'removed the passkey', ...named(data.passkey_name) };
    case 'session.proven':
      return { verb: 'confirmed who they are' };
    case 'user.updated':
      return { verb: 'is called by another name now:', ...named(data.user_name) };
    case 'user.password_changed':
      return { verb: 'changed their password' };
    case 'user.password_chosen':
      return { verb: 'used a link to choose a password for', ...named(data.user_name) };
    case 'user.password_link_made':
      return { verb: 'made a link to choose a password for', ...named(data.user_name) };
    case 'user.password_link_requested':
      return { verb: 'asked for a link to choose a password', ...forWhom(data.user_name) };
    case 'user.totp_added':
      return { verb: 'added an authenticator app' };
    case 'user.totp_removed':
      return { verb: 'removed the authenticator app of', ...named(data.user_name) };
    case 'user.recovery_codes_made':
      return { verb: 'made new recovery codes' };
    case 'user.recovery_code_used':
      return { verb: 'used a recovery code' };
    case 'session.created':
      return { verb: 'signed in' };
    case 'session.refused':
      if (data.proof === true) return { verb: 'failed to confirm who they are' };
      return { verb: `was refused a sign-in: ${data.what === 'code' ? 'wrong code' : 'wrong password'}` };
    case 'session.revoked':
      return { verb: 'ended a session' };
    default:
      return peopleSentence(event) ?? { verb: words(type) };
  }
}

/** Two things are made by nobody: the first organization, by whoever had the set-up link, and an account, by who was invited. */
export function whoOf(event: VaultEvent): string {
  const { actor, type } = event;
  if (actor.id !== 'nobody') return actor.name;
  const newcomer = newcomerOf(event);
  if (newcomer) return newcomer;
  return type === 'organization.created' ? 'Whoever had the set-up link' : 'Somebody who is not signed in';
}

/** What belongs together, as one would ask for it. */
export const KINDS = {
  values: ['vault.data.read', 'vault.exported', 'vault.values.compared', 'approval.used'],
  changes: [
    'vault.data.created',
    'vault.data.updated',
    'vault.data.deleted',
    'vault.data.restored',
    'vault.data.purged',
    'vault.details.updated',
    'vault.imported',
    'restriction.changed',
    'approval.requested',
    'approval.granted',
    'approval.denied',
    'approval.withdrawn',
    'organization.created',
    'organization.updated',
    'api_key.created',
    'api_key.rotated',
    'api_key.revoked',
    'user.created',
    'departure.closed',
    'identity_provider.created',
    'identity_provider.updated',
    'identity_provider.deleted',
    'member.joined',
    'member.role_changed',
    'member.removed',
    'invitation.created',
    'invitation.revoked',
  ],
  refusals: ['operation.refused'],
} as const satisfies Record<string, readonly VaultEvent['type'][]>;

export type Kind = keyof typeof KINDS;

export function kindOf(given: string | undefined): Kind | undefined {
  return given !== undefined && Object.hasOwn(KINDS, given) ? (given as Kind) : undefined;
}

const RULES: Record<string, string> = {
  name: 'the name',
  step_up_minutes: 'how long a proof of who somebody is counts',
  administrators_read_values: 'whether administrators read values',
};

function changedRules(given: unknown): string {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  return names.map((name) => RULES[name] ?? words(name)).join(', ') || 'the settings';
}

function purposeOf(given: unknown): keyof typeof LOOKED {
  return given === 'reveal' || given === 'copy' || given === 'export' ? given : 'read';
}

/** With whose approval is told by the line of the first use: here it is enough that there was one. */
function readWith({ reason, approval_id: approval }: VaultEvent['data']): Partial<Sentence> {
  return {
    ...(typeof approval === 'string' ? { rest: 'with an approval' } : {}),
    ...because({ reason }),
  };
}

/** Whom it lets in by name, and whom no more. */
function restrictionOf({
  added,
  removed,
  restricted,
  replaces,
  needs_approval: mark,
}: VaultEvent['data']): Sentence {
  const names = (given: unknown): string => (Array.isArray(given) ? given.map(subjectOf).join(', ') : '');
  const [whom, whomNot] = [names(added), names(removed)];
  const parts = [
    ...(whom
      ? [`named ${whom}${typeof replaces === 'string' ? ', in the place of the key before it' : ''}`]
      : []),
    ...(whomNot
      ? [restricted === true ? `no longer names ${whomNot}` : 'free again for all who have the right']
      : []),
    ...(mark === true ? ['opens with an approval only'] : []),
    ...(mark === false ? ['opens without an approval'] : []),
  ];
  return { verb: 'changed who may open', rest: `(${parts.join('; ')})` };
}

/** "Every reader" begins no sentence here. */
function subjectOf({ name, kind }: { name?: unknown; kind?: unknown }): string {
  const whom = someone(name);
  return kind === 'role' ? whom.charAt(0).toLowerCase() + whom.slice(1) : whom;
}

function leftOut(data: VaultEvent['data']): string {
  const [restricted, marked] = [data.left_out_restricted, data.left_out_needs_approval].map((count) =>
    typeof count === 'number' ? count : 0,
  ) as [number, number];
  return restricted + marked > 0 ? `, without ${secretsOf(restricted + marked)} kept back` : '';
}

const because = ({ reason }: VaultEvent['data']): { reason?: string } =>
  typeof reason === 'string' ? { reason } : {};

const someone = (given: unknown): string => (typeof given === 'string' && given ? given : 'somebody');

const durationOf = (minutes: unknown): string => {
  if (typeof minutes !== 'number') return 'a while';
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
};

const named = (given: unknown): { object?: string } => (typeof given === 'string' ? { object: given } : {});

/** Whoever has not signed in yet does it for somebody: "… for Ada". */
const forWhom = (given: unknown): { object?: string } =>
  typeof given === 'string' ? { object: `as ${given}` } : {};

const numberOf = (given: unknown): string => (typeof given === 'number' ? given.toLocaleString('en') : '0');
const secretsOf = (given: unknown): string => (given === 1 ? '1 secret' : `${numberOf(given)} secrets`);

const words = (given: unknown): string => (typeof given === 'string' ? given.replaceAll(/[._]/g, ' ') : '');
