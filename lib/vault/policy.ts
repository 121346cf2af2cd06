import { VaultError } from './errors';
import { inScope, type KeyScope, scopeOf } from './key-scopes';

/** Roles of people. Those of the environment reach everything in it, those of an organization what belongs to it. */
export const ENVIRONMENT_ROLES = ['owner', 'admin', 'auditor'] as const;
export const ORGANIZATION_ROLES = ['admin', 'editor', 'reader', 'viewer'] as const;
export type EnvironmentRole = (typeof ENVIRONMENT_ROLES)[number];
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

/**
 * Who acts without being a person: `operator` is the command line on the vault's own machine, `key` an API key that was
 * made there (one that a person made has that person's roles), `schedule` the server itself, when a time has come.
 */
export const PRINCIPALS = ['operator', 'key', 'schedule'] as const;
export type Role = EnvironmentRole | OrganizationRole | (typeof PRINCIPALS)[number];

/** Whose grant is enough: one for the whole environment, or one for an organization, which reaches that one. */
interface Roles {
  readonly environment: readonly (EnvironmentRole | (typeof PRINCIPALS)[number])[];
  readonly organization: readonly (OrganizationRole | 'key')[];
}
/**
 * `anyone`: nobody has signed in yet. `signed-in`: whoever has a session, and it is about themselves.
 * `api-key`: the same for a program with a key.
 */
type Rule = Roles | 'anyone' | 'signed-in' | 'api-key';

/** To run things. */
const MANAGE = { environment: ['operator', 'owner', 'admin'], organization: ['admin'] } as const;
const WRITE = {
  environment: ['operator', 'owner', 'admin', 'key'],
  organization: ['admin', 'editor', 'key'],
} as const;
/** Not the operator: the command line never shows a value. */
const READ = {
  environment: ['owner', 'admin', 'key'],
  organization: ['admin', 'editor', 'reader', 'key'],
} as const;
/** Names and metadata, never a value. */
const LOOK = {
  environment: ['owner', 'admin', 'auditor', 'key'],
  organization: ['admin', 'editor', 'reader', 'viewer', 'key'],
} as const;
/** The same for people: what programs have no use for. */
const WATCH = {
  environment: ['owner', 'admin', 'auditor'],
  organization: ['admin', 'editor', 'reader', 'viewer'],
} as const;
/** For those who may both read and write. */
const EDIT = { environment: ['owner', 'admin'], organization: ['admin', 'editor'] } as const;
const ADMINISTER = { environment: ['owner', 'admin'], organization: ['admin'] } as const;
/** To see how an organization is run. */
const REVIEW = { environment: ['operator', 'owner', 'admin', 'auditor'], organization: ['admin'] } as const;
/** Data keys are the API's, and go through the KEKs of a context. */
const DATA_KEYS = {
  environment: ['owner', 'admin', 'key'],
  organization: ['admin', 'editor', 'key'],
} as const;
const ORGANIZATIONS = { environment: ['operator', 'owner', 'admin', 'key'], organization: [] } as const;
const OPERATOR = { environment: ['operator'], organization: [] } as const;

/** Who may do what. One table of literals: policy.test.ts prints it as a matrix, so that a change here is seen in review. */
export const POLICY = {
  'secret.create': WRITE,
  'secret.update': WRITE,
  'secret.update_details': EDIT,
  'secret.delete': WRITE,
  'secret.restore': WRITE,
  'secret.purge': MANAGE,
  'secret.purge_due': { environment: ['schedule'], organization: [] },
  'secret.list': LOOK,
  'secret.describe': LOOK,
  'secret.read': READ,
  'secret.access': WATCH,
  // It tells whether a guess is the value, so it is for those who may both write and read.
  'secret.compare': EDIT,
  'secret.import': EDIT,
  // All values at once, out of the vault: more than to read them one by one.
  'secret.export': ADMINISTER,
  // Who may open one secret, and whether a second person has to agree.
  'secret.restrict': ADMINISTER,
  'version.list': LOOK,
  'version.read': READ,
  // To write what stands in an old version is for those who may both write and read.
  'version.restore': EDIT,
  'data_key.create': DATA_KEYS,
  'data_key.decrypt': DATA_KEYS,
  'data_key.rekey': DATA_KEYS,
  'approval.request': {
    environment: ['owner', 'admin'],
    organization: ['admin', 'editor', 'reader'],
  },
  'approval.list': WATCH,
  'approval.decide': ADMINISTER,
  'event.list': LOOK,
  'organization.list': {
    environment: ['operator', ...LOOK.environment],
    organization: LOOK.organization,
  },
  'organization.describe': {
    environment: ['operator', ...LOOK.environment],
    organization: LOOK.organization,
  },
  // It names secrets: for whoever may list them.
  'organization.overview': WATCH,
  'organization.create': ORGANIZATIONS,
  'organization.update': { ...ORGANIZATIONS, organization: ['admin'] },
  'organization.delete': ORGANIZATIONS,
  'member.list': { environment: ['operator', ...WATCH.environment], organization: WATCH.organization },
  'member.change_role': MANAGE,
  'member.remove': MANAGE,
  'member.transfer': ADMINISTER,
  'invitation.create': MANAGE,
  'invitation.list': REVIEW,
  'invitation.revoke': MANAGE,
  'invitation.describe': 'anyone',
  'invitation.accept': 'anyone',
  'access.explain': REVIEW,
  // "2 people gain, 1 key loses": before a change of rights is saved.
  'access.preview': MANAGE,
  'departure.list': REVIEW,
  'departure.close': MANAGE,
  'identity_provider.list': REVIEW,
  'identity_provider.create': MANAGE,
  'identity_provider.update': MANAGE,
  'identity_provider.delete': MANAGE,
  'api_key.create': MANAGE,
  // How often it may ask, for whoever counts.
  'api_key.describe': 'api-key',
  'api_key.list': REVIEW,
  'api_key.rotate': MANAGE,
  'api_key.revoke': MANAGE,
  'environment.describe': {
    environment: ['operator', 'owner', 'admin', 'auditor'],
    organization: [],
  },
  'environment.update': { environment: ['operator', 'owner'], organization: [] },
  'user.create': { environment: ['operator', 'owner', 'admin'], organization: [] },
  'backup.create': OPERATOR,
  'password.link': OPERATOR,
  // For somebody who lost it, and the recovery codes too.
  'second_factor.remove': OPERATOR,
  'setup.link': OPERATOR,
  'setup.describe': 'anyone',
  'setup.complete': 'anyone',
  'password.choose': 'anyone',
  // Made for whoever asks, and mailed to nobody but the account's own address.
  'password.request_link': 'anyone',
  'session.create': 'anyone',
  // Where an address signs in: with a password, or at an organization's provider.
  'session.discover': 'anyone',
  // There and back: what is asked of an identity provider, and what is needed to read its answer.
  'session.begin_sso': 'anyone',
  'session.answer_sso': 'anyone',
  'session.describe': 'signed-in',
  'session.prove': 'signed-in',
  'session.list': 'signed-in',
  'session.revoke': 'signed-in',
  'account.describe': 'signed-in',
  'account.activity': 'signed-in',
  'account.update': 'signed-in',
  'password.change': 'signed-in',
  'totp.change': 'signed-in',
  'passkey.list': 'signed-in',
  'passkey.change': 'signed-in',
  'identity.list': 'signed-in',
  'identity.change': 'signed-in',
  // The second half of a change that was begun with a proof.
  'identity.link': 'signed-in',
} as const satisfies Record<string, Rule>;

export type OperationName = keyof typeof POLICY;

/** What shows a value, or tells whether a guess is one. An environment may keep its administrators from it. */
export const OPENS_VALUES: readonly OperationName[] = [
  'secret.read',
  'secret.compare',
  'secret.export',
  'version.read',
  'version.restore',
  'data_key.create',
  'data_key.decrypt',
  'data_key.rekey',
];

/** What a restricted secret keeps for those whom it names. */
export const RESTRICTED: readonly OperationName[] = [
  ...OPENS_VALUES,
  'secret.update',
  'secret.update_details',
  'secret.delete',
  'secret.import',
  'approval.request',
];

/** What asks a person for a recent proof of who they are. Programs and the command line have none to give. */
export const NEEDS_PROOF: readonly OperationName[] = [
  'secret.read',
  'version.read',
  'secret.export',
  'secret.purge',
  'secret.restrict',
  'approval.decide',
  // A reason for each reveal is switched on and off with it, and domains are verified.
  'organization.update',
  'organization.delete',
  'member.change_role',
  'member.remove',
  'member.transfer',
  'invitation.create',
  'identity_provider.create',
  'identity_provider.update',
  'identity_provider.delete',
  'api_key.create',
  'api_key.rotate',
  'environment.update',
  'user.create',
  'password.change',
  'totp.change',
  'passkey.change',
  'identity.change',
];

/**
 * What somebody whom an organization's own provider vouches for may not do: it is about the person, who may belong
 * elsewhere too. Else whoever runs that provider could give themselves a key to everything that the person reaches.
 * What is left to such a session looks no further than its organization either.
 */
export const BEYOND_VOUCHED: readonly OperationName[] = [
  'account.update',
  'password.change',
  'totp.change',
  'passkey.list',
  'passkey.change',
  'identity.change',
  'identity.link',
];

export interface Grant {
  /** Null: for the whole environment. */
  readonly organizationId: string | null;
  readonly role: Role;
}

/** What narrows an API key, beside the grants that it acts with. */
export interface KeyBounds {
  /** Null: no narrower than its grants. */
  readonly organizationId: string | null;
  readonly scopes: readonly KeyScope[];
  /** How the names begin that it reaches; null: all names. */
  readonly namePrefixes: readonly string[] | null;
  /** Whether it is taken from the address that the request comes from. */
  readonly addressAllowed: boolean;
}

/** Whoever acts, with the grants that were loaded for this one request. From here on there are no kinds of caller. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly source: 'api' | 'dashboard' | 'system';
  readonly environmentId: string;
  readonly grants: readonly Grant[];
  /** Of an API key only. */
  readonly bounds: KeyBounds | null;
  /** The environment's own rules for this actor. */
  readonly rules: { readonly administratorsReadValues: boolean; readonly stepUpMinutes: number };
  readonly requestId: string;
  readonly address: string | null;
  /** The session that the actor came with, if any. */
  readonly sessionId: string | null;
  /** When the holder of the session last proved who they are (ISO 8601). */
  readonly provenAt: string | null;
  /** The organization at whose own identity provider the session began: the grants are those of this one alone. */
  readonly vouchedFor?: string | null;
}

const MADE_HERE = Symbol('made by authorize');

interface Reach {
  readonly environmentId: string;
  readonly organizationIds: 'all' | readonly string[];
  readonly namePrefixes: readonly string[] | null;
  readonly subjects: readonly string[] | null;
}

/** How far an actor reaches in one operation. Every query wants one, and only `authorize` makes them. */
export class Tenant {
  readonly environmentId: string;
  /** `all`: the whole environment, its own secrets included. */
  readonly organizationIds: 'all' | readonly string[];
  /** Secrets of other names are out of reach; null: all names are in it. */
  readonly namePrefixes: readonly string[] | null;
  /** A restricted secret is in reach only if it names one of these; null: this operation is free of restrictions. */
  readonly subjects: readonly string[] | null;

  constructor(
    made: typeof MADE_HERE,
    private readonly reach: Reach,
  ) {
    if (made !== MADE_HERE) throw new TypeError('Only authorize() makes a Tenant.');
    this.environmentId = reach.environmentId;
    this.organizationIds = reach.organizationIds;
    this.namePrefixes = reach.namePrefixes;
    this.subjects = reach.subjects;
  }

  reaches(organizationId: string | null): boolean {
    if (this.organizationIds === 'all') return true;
    return organizationId !== null && this.organizationIds.includes(organizationId);
  }

  reachesName(name: string): boolean {
    return this.namePrefixes === null || this.namePrefixes.some((prefix) => name.startsWith(prefix));
  }

  /** The same reach cut down to one organization; null if that is outside of it. */
  only(organizationId: string): Tenant | null {
    if (!this.reaches(organizationId)) return null;
    return new Tenant(MADE_HERE, { ...this.reach, organizationIds: [organizationId] });
  }
}

/** Decides, and nothing else does. Throws `forbidden`, or `unauthenticated` if nobody acts. */
export function authorize(actor: Actor, operation: OperationName): Tenant {
  const rule: Rule = POLICY[operation];
  const { environmentId, bounds } = actor;
  const itself = { environmentId, organizationIds: [], namePrefixes: null, subjects: null };
  if (rule === 'anyone') return new Tenant(MADE_HERE, itself);
  if (isNobody(actor)) throw new VaultError('unauthenticated', 'Sign in, or send a valid API key.');
  if (bounds?.addressAllowed === false) {
    throw new VaultError(
      'address_not_allowed',
      'This API key is not taken from the address that you come from.',
    );
  }
  if (typeof rule === 'string') {
    if ((rule === 'api-key') !== (bounds !== null)) throw outOfScope(operation, bounds);
    if (actor.vouchedFor && BEYOND_VOUCHED.includes(operation)) {
      throw new VaultError(
        'forbidden',
        'You signed in at the identity provider of one organization, which vouches for you there and not for all of your account. Sign in with a password or a passkey for this.',
      );
    }
    return new Tenant(MADE_HERE, itself);
  }
  if (bounds && !inScope(bounds, operation)) throw outOfScope(operation, bounds);
  const organizationIds = reachOf(actor, operation, rule);
  if (organizationIds !== 'all' && organizationIds.length === 0) {
    throw new VaultError('forbidden', `You do not have the right to do this (${operation}).`, {
      lacks: operation,
    });
  }
  return new Tenant(MADE_HERE, {
    environmentId,
    organizationIds,
    namePrefixes: bounds?.namePrefixes ?? null,
    subjects: RESTRICTED.includes(operation) ? subjectsOf(actor) : null,
  });
}

/** In the words of whoever made the key: which scope it would take. */
function outOfScope(operation: OperationName, bounds: KeyBounds | null): VaultError {
  const scope = scopeOf(operation);
  const words =
    !bounds || scope === undefined
      ? `This is for ${bounds ? 'people, not for API keys' : 'API keys'} (${operation}).`
      : bounds.scopes.includes(scope)
        ? `This API key reaches secrets of some names only, and this cannot be told apart by names (${operation}).`
        : `This API key lacks the scope ${scope} (${operation}).`;
  return new VaultError('forbidden', words);
}

/** The same, for those to whom a no is an answer: null. */
export function authorizedTo(actor: Actor, operation: OperationName): Tenant | null {
  try {
    return authorize(actor, operation);
  } catch {
    return null;
  }
}

function reachOf(actor: Actor, operation: OperationName, rule: Roles): 'all' | readonly string[] {
  const { grants, bounds, rules } = actor;
  const allowing = grants.filter(({ organizationId, role }) => {
    if (organizationId !== null) return includes(rule.organization, role);
    const kept = !rules.administratorsReadValues && includes(ENVIRONMENT_ROLES, role);
    return includes(rule.environment, role) && !(kept && OPENS_VALUES.includes(operation));
  });
  const all = allowing.some(({ organizationId }) => organizationId === null);
  const granted = allowing.flatMap(({ organizationId }) => organizationId ?? []);
  const only = bounds?.organizationId ?? null;
  if (only !== null) {
    // What no organization's own grant allows is about the environment, whatever the maker may do there.
    return rule.organization.length > 0 && (all || granted.includes(only)) ? [only] : [];
  }
  return all ? 'all' : [...new Set(granted)];
}

const includes = (items: readonly string[], item: string): boolean => items.includes(item);

/** As a restriction names a role: of one organization, or of the environment. */
export const roleSubject = ({ organizationId, role }: Grant): string =>
  `role:${organizationId ?? 'environment'}:${role}`;

/** As whom a restriction may name an actor. A key is named itself: what its maker may open is the maker's. */
export const subjectsOf = ({ id, grants, bounds }: Pick<Actor, 'id' | 'grants' | 'bounds'>): string[] =>
  bounds ? [id] : [id, ...grants.map(roleSubject)];

/**
 * Whether an actor may give a role: nobody gives more than they have. Measured by the table itself: whatever the role
 * allows in its place, the actor must be allowed there.
 */
export function mayGive(actor: Actor, grant: Grant): boolean {
  const given: Actor = { ...actor, grants: [grant], bounds: null };
  return (Object.keys(POLICY) as OperationName[]).every((operation) => {
    const rule: Rule = POLICY[operation];
    if (typeof rule === 'string') return true;
    const wanted = reachOf(given, operation, rule);
    if (wanted !== 'all' && wanted.length === 0) return true;
    const has = isOperator(actor) ? 'all' : reachOf(actor, operation, rule);
    return has === 'all' || (wanted !== 'all' && wanted.every((id) => has.includes(id)));
  });
}

/** Who stands at the machine itself could write the rows by hand. */
const isOperator = ({ grants }: Actor): boolean => grants.some(({ role }) => role === 'operator');

/**
 * Throws `proof_required` if an operation wants a recent proof of who somebody is and the session's is too old.
 * Only sessions can prove anything: keys and the command line are what they are.
 */
export function requireProof(actor: Actor, operation: OperationName, now: Date): void {
  if (actor.sessionId === null || !NEEDS_PROOF.includes(operation)) return;
  const ageMs = now.getTime() - Date.parse(actor.provenAt ?? '');
  if (ageMs <= actor.rules.stepUpMinutes * 60_000) return;
  throw new VaultError('proof_required', 'Confirm that it is you, then go on: nothing is lost meanwhile.');
}

export const NOBODY_ID = 'nobody';
export const isNobody = (actor: Actor): boolean => actor.id === NOBODY_ID;
