import { VaultError } from './errors';

/**
 * Who may do what. One table of literals: policy.test.ts prints it as a matrix, so that a change here is seen in review.
 * `admin` is for the whole environment; `editor` and `reader` are for one organization; `key` is an API key,
 * for the environment or for one organization; `operator` is the command line on the vault's own machine;
 * `schedule` is the server itself, when a time has come.
 */
export const ROLES = ['operator', 'admin', 'editor', 'reader', 'key', 'schedule'] as const;
export type Role = (typeof ROLES)[number];

/** `anyone`: nobody has signed in yet. `signed-in`: whoever the caller is, it is about themselves. */
type Rule = readonly Role[] | 'anyone' | 'signed-in';

const MANAGE = ['operator', 'admin'] as const;
const WRITE = ['operator', 'admin', 'editor', 'key'] as const;
/** Not the operator: the command line never shows a value. */
const READ = ['admin', 'editor', 'reader', 'key'] as const;

export const POLICY = {
  'secret.create': WRITE,
  'secret.update': WRITE,
  'secret.update_details': ['admin', 'editor'],
  'secret.delete': WRITE,
  'secret.restore': WRITE,
  'secret.purge': MANAGE,
  'secret.purge_due': ['schedule'],
  'secret.list': READ,
  'secret.describe': READ,
  'secret.read': READ,
  'secret.access': ['admin', 'editor', 'reader'],
  // It tells whether a guess is the value, so it is for those who may both write and read.
  'secret.compare': ['admin', 'editor'],
  'secret.import': ['admin', 'editor'],
  // All values at once, out of the vault: more than to read them one by one.
  'secret.export': ['admin'],
  'version.list': READ,
  'version.read': READ,
  // To write what stands in an old version is for those who may both write and read.
  'version.restore': ['admin', 'editor', 'key'],
  'data_key.create': ['key'],
  'data_key.decrypt': ['key'],
  'data_key.rekey': ['key'],
  'event.list': ['admin', 'editor', 'reader', 'key'],
  'organization.list': ['operator', 'admin', 'editor', 'reader', 'key'],
  'organization.describe': ['operator', 'admin', 'editor', 'reader', 'key'],
  // It names secrets: for whoever may list them.
  'organization.overview': READ,
  'organization.create': ['operator', 'admin', 'key'],
  'organization.update': ['operator', 'admin', 'key'],
  'organization.delete': ['operator', 'admin', 'key'],
  'api_key.create': MANAGE,
  'api_key.list': MANAGE,
  'api_key.revoke': MANAGE,
  'user.create': MANAGE,
  'backup.create': ['operator'],
  'password.link': ['operator'],
  'setup.link': ['operator'],
  'setup.describe': 'anyone',
  'setup.complete': 'anyone',
  'password.choose': 'anyone',
  'session.create': 'anyone',
  'session.describe': 'signed-in',
  'session.revoke': 'signed-in',
} as const satisfies Record<string, Rule>;

export type OperationName = keyof typeof POLICY;

/** These act on the environment itself: a role in one organization is not enough. */
const ENVIRONMENT_ONLY: readonly OperationName[] = [
  'organization.create',
  'organization.update',
  'organization.delete',
  'api_key.create',
  'api_key.list',
  'api_key.revoke',
  'user.create',
];

export interface Grant {
  /** Null: for the whole environment. */
  readonly organizationId: string | null;
  readonly role: Role;
}

/** Whoever acts, with the grants that were loaded for this one request. From here on there are no kinds of caller. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly source: 'api' | 'dashboard' | 'system';
  readonly environmentId: string;
  readonly grants: readonly Grant[];
  readonly requestId: string;
  readonly address: string | null;
  /** The session that the actor came with, if any. */
  readonly sessionId: string | null;
}

const MADE_HERE = Symbol('made by authorize');

/** How far an actor reaches in one operation. Every query wants one, and only `authorize` makes them. */
export class Tenant {
  constructor(
    made: typeof MADE_HERE,
    readonly environmentId: string,
    /** `all`: the whole environment, its own secrets included. */
    readonly organizationIds: 'all' | readonly string[],
  ) {
    if (made !== MADE_HERE) throw new TypeError('Only authorize() makes a Tenant.');
  }

  reaches(organizationId: string | null): boolean {
    if (this.organizationIds === 'all') return true;
    return organizationId !== null && this.organizationIds.includes(organizationId);
  }

  /** The same reach cut down to one organization; null if that is outside of it. */
  only(organizationId: string): Tenant | null {
    if (!this.reaches(organizationId)) return null;
    return new Tenant(MADE_HERE, this.environmentId, [organizationId]);
  }
}

/** Decides, and nothing else does. Throws `forbidden`, or `unauthenticated` if nobody acts. */
export function authorize(actor: Actor, operation: OperationName): Tenant {
  const rule: Rule = POLICY[operation];
  if (rule === 'anyone') return new Tenant(MADE_HERE, actor.environmentId, []);
  if (isNobody(actor)) throw new VaultError('unauthenticated', 'Sign in, or send a valid API key.');
  if (rule === 'signed-in') return new Tenant(MADE_HERE, actor.environmentId, []);

  const granted = actor.grants.filter((grant) => rule.includes(grant.role));
  if (granted.some((grant) => grant.organizationId === null)) {
    return new Tenant(MADE_HERE, actor.environmentId, 'all');
  }
  const organizationIds = granted.flatMap((grant) => grant.organizationId ?? []);
  if (organizationIds.length === 0 || ENVIRONMENT_ONLY.includes(operation)) {
    throw new VaultError('forbidden', `You do not have the right to do this (${operation}).`);
  }
  return new Tenant(MADE_HERE, actor.environmentId, organizationIds);
}

export const NOBODY_ID = 'nobody';
export const isNobody = (actor: Actor): boolean => actor.id === NOBODY_ID;
