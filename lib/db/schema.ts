import { sql } from 'drizzle-orm';
import {
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/**
 * The rows. Times are ISO 8601 texts in UTC with milliseconds, so that their order is the order of time.
 * `seq` is the order of arrival, given by the one writer: pages are cut by it.
 * Nothing cascades: what holds a secret goes only when it is named.
 */

/** The file driver gives a Buffer, the remote one an ArrayBuffer. */
const bytes = customType<{ data: Uint8Array; driverData: ArrayBuffer | Uint8Array }>({
  dataType: () => 'blob',
  fromDriver: (value) => (value instanceof Uint8Array ? value : new Uint8Array(value)),
});

const json = <T>() => text({ mode: 'json' }).$type<T>();

/** One row for each installation, made at the first start. */
export const environments = sqliteTable('environments', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** The root key that wraps this environment's keys; a start with another one is refused. */
  rootKeyId: text().notNull(),
  /** 32 random bytes under the root key: session cookies and request fingerprints are keyed from it. */
  wrappedServiceKey: bytes().notNull(),
  /** For so long a proof of who somebody is counts, before what is dear asks for a new one. */
  stepUpMinutes: integer().notNull().default(15),
  /** False: owners and administrators of the environment run the vault without opening a value. */
  administratorsReadValues: integer({ mode: 'boolean' }).notNull().default(true),
  createdAt: text().notNull(),
});

export const organizations = sqliteTable(
  'organizations',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    environmentId: text()
      .notNull()
      .references(() => environments.id, { onDelete: 'restrict' }),
    name: text().notNull(),
    externalId: text(),
    metadata: json<Record<string, string>>().notNull(),
    domains: json<{ id: string; domain: string; state: 'pending' | 'verified' }[]>().notNull(),
    /** How long the trash keeps what was deleted. */
    retentionDays: integer().notNull().default(30),
    /** A person who reveals a value says why. */
    requireReason: integer({ mode: 'boolean' }).notNull().default(false),
    /** A membership counts only in a session that began at one of the organization's identity providers. */
    requireSso: integer({ mode: 'boolean' }).notNull().default(false),
    /** Kept by triggers on `secrets` (drizzle/0002), so that nobody has to count. */
    liveSecrets: integer().notNull().default(0),
    deletedSecrets: integer().notNull().default(0),
    createdAt: text().notNull(),
    updatedAt: text().notNull(),
    deletedAt: text(),
  },
  (t) => [
    uniqueIndex('organizations_external_id').on(t.externalId).where(sql`deleted_at is null`),
    index('organizations_live').on(t.environmentId, t.deletedAt, t.seq, t.name, t.id),
  ],
);

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  /** Normalized once, where it enters: trimmed, NFKC, lower case. */
  email: text().notNull().unique(),
  name: text().notNull(),
  /** argon2id in PHC form; null until a password is chosen through a one-time link. */
  passwordHash: text(),
  createdAt: text().notNull(),
});

/** A user's roles: one for each organization, and one for the environment (`organizationId` is null then). */
export const grants = sqliteTable(
  'grants',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    role: text().notNull(),
    createdAt: text().notNull(),
  },
  (t) => [
    uniqueIndex('grants_organization_role').on(t.userId, t.organizationId),
    uniqueIndex('grants_environment_role').on(t.userId).where(sql`organization_id is null`),
    // A page of members, in the order in which they came.
    index('grants_organization').on(t.organizationId, t.id),
  ],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    tokenHash: bytes().notNull().unique(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    createdAt: text().notNull(),
    expiresAt: text().notNull(),
    revokedAt: text(),
    /** How it began. */
    method: text({ enum: ['password', 'passkey', 'sso'] })
      .notNull()
      .default('password'),
    /** Where it began, if at an identity provider. */
    identityProviderId: text(),
    /** When whoever holds it last proved who they are: at the sign-in, or since. */
    provenAt: text(),
    /** Such as "Firefox on Linux", from what the browser said at the sign-in. */
    device: text(),
    /** Where it was last used from. */
    address: text(),
    /** To the minute. */
    lastSeenAt: text(),
  },
  (t) => [
    index('sessions_user').on(t.userId, t.createdAt),
    index('sessions_identity_provider').on(t.identityProviderId).where(sql`identity_provider_id is not null`),
  ],
);

/** Links that work once: the set-up of a new vault (no user yet), the choice of a password. */
export const oneTimeLinks = sqliteTable(
  'one_time_links',
  {
    tokenHash: bytes().primaryKey(),
    purpose: text({ enum: ['setup', 'password'] }).notNull(),
    userId: text().references(() => users.id, { onDelete: 'restrict' }),
    createdAt: text().notNull(),
    expiresAt: text().notNull(),
    usedAt: text(),
  },
  (t) => [index('one_time_links_user').on(t.userId)],
);

/** Somebody is asked to join: an organization, or the environment where none is named. The link works once. */
export const invitations = sqliteTable(
  'invitations',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    tokenHash: bytes().notNull().unique(),
    email: text().notNull(),
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    role: text().notNull(),
    invitedById: text().notNull(),
    invitedByName: text().notNull(),
    createdAt: text().notNull(),
    expiresAt: text().notNull(),
    acceptedAt: text(),
    revokedAt: text(),
  },
  (t) => [
    index('invitations_pending')
      .on(t.organizationId, t.seq)
      .where(sql`accepted_at is null and revoked_at is null`),
    index('invitations_open')
      .on(t.email, t.organizationId)
      .where(sql`accepted_at is null and revoked_at is null`),
  ],
);

/** Public keys with which somebody signs in (WebAuthn). */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** As the authenticator named it, in base64url. */
    credentialId: text().notNull().unique(),
    /** COSE. */
    publicKey: bytes().notNull(),
    counter: integer().notNull(),
    transports: json<string[]>().notNull(),
    name: text().notNull(),
    createdAt: text().notNull(),
    lastUsedAt: text(),
  },
  (t) => [index('passkeys_user').on(t.userId)],
);

/** The second factor of a password: one authenticator app for each user (RFC 6238). */
export const totps = sqliteTable('totps', {
  userId: text()
    .primaryKey()
    .references(() => users.id, { onDelete: 'restrict' }),
  /** Sealed under a key derived from the service key, bound to the user. */
  sealedSecret: bytes().notNull(),
  /** The last time step that was used: a code works once. */
  lastStep: integer().notNull().default(0),
  createdAt: text().notNull(),
  /** Null until the first right code. */
  confirmedAt: text(),
});

/** For somebody who lost the authenticator. Each works once. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    codeHash: bytes().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    createdAt: text().notNull(),
    usedAt: text(),
  },
  (t) => [index('recovery_codes_user').on(t.userId)],
);

/** What a browser has been asked to sign or to bring back: a passkey's challenge, an identity provider's answer. Each works once. */
export const challenges = sqliteTable(
  'challenges',
  {
    hash: bytes().primaryKey(),
    purpose: text().notNull(),
    userId: text(),
    /** Nothing that may not be in clear. */
    data: json<Record<string, unknown>>().notNull(),
    createdAt: text().notNull(),
    expiresAt: text().notNull(),
  },
  (t) => [index('challenges_expires').on(t.expiresAt)],
);

/** Failures that are counted, so that a restart does not forgive them. */
export const throttles = sqliteTable(
  'throttles',
  {
    /** A MAC of what is counted: no address and no e-mail address stands here. */
    key: bytes().primaryKey(),
    points: integer().notNull(),
    expiresAt: text().notNull(),
  },
  (t) => [index('throttles_expires').on(t.expiresAt)],
);

/** Where people sign in with OpenID Connect: an organization's own, or the environment's where none is named. */
export const identityProviders = sqliteTable(
  'identity_providers',
  {
    id: text().primaryKey(),
    environmentId: text()
      .notNull()
      .references(() => environments.id, { onDelete: 'restrict' }),
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    name: text().notNull(),
    issuer: text().notNull(),
    clientId: text().notNull(),
    /** Sealed under a key derived from the service key, bound to the provider. */
    sealedClientSecret: bytes().notNull(),
    /** The claim whose values `roles` maps; null: everybody who may join gets `defaultRole`. */
    roleClaim: text(),
    roles: json<Record<string, string>>().notNull(),
    /** Of those whom the claim gives no role; null: they do not join. */
    defaultRole: text(),
    createdAt: text().notNull(),
    updatedAt: text().notNull(),
    disabledAt: text(),
  },
  (t) => [index('identity_providers_organization').on(t.organizationId)],
);

/** Which organization a domain was verified for: one, by its key. Kept with `organizations.domains` by lib/vault/domains.ts. */
export const verifiedDomains = sqliteTable(
  'verified_domains',
  {
    domain: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'restrict' }),
  },
  (t) => [index('verified_domains_organization').on(t.organizationId)],
);

/** Who somebody is at an issuer. Never found by an e-mail address. */
export const identities = sqliteTable(
  'identities',
  {
    id: text().primaryKey(),
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    createdAt: text().notNull(),
    lastUsedAt: text(),
  },
  (t) => [uniqueIndex('identities_subject').on(t.issuer, t.subject), index('identities_user').on(t.userId)],
);

export const apiKeys = sqliteTable(
  'api_keys',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    environmentId: text()
      .notNull()
      .references(() => environments.id, { onDelete: 'restrict' }),
    /** Null for a key to the whole environment. */
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    name: text().notNull(),
    tokenHash: bytes().notNull().unique(),
    /** The last four characters, by which a person tells keys apart. */
    hint: text().notNull(),
    createdById: text().notNull(),
    createdByName: text().notNull(),
    createdAt: text().notNull(),
    revokedAt: text(),
    /** Words of lib/vault/key-scopes.ts. Keys from before there were scopes have all of them. */
    scopes: json<string[]>()
      .notNull()
      .default(['read', 'write', 'describe', 'delete', 'data_keys', 'organizations', 'events']),
    /** How the names begin that it reaches; null: all names. */
    namePrefixes: json<string[]>(),
    /** Addresses and ranges from which it is taken; null: from everywhere. */
    allowedAddresses: json<string[]>(),
    /** Null: as often as any key of this server. */
    requestsPerMinute: integer(),
    expiresAt: text(),
    /** To the minute. */
    lastUsedAt: text(),
    lastUsedAddress: text(),
    /** The key that takes its place. */
    replacedById: text(),
  },
  (t) => [
    index('api_keys_organization').on(t.organizationId, t.seq),
    index('api_keys_maker').on(t.createdById, t.seq),
  ],
);

/**
 * Key-encryption keys, one for each item of a key context, wrapped under the root key. An item in the context of an
 * organization has a key of that organization's own: the same item elsewhere has another.
 */
export const keks = sqliteTable(
  'keks',
  {
    id: text().primaryKey(),
    environmentId: text()
      .notNull()
      .references(() => environments.id, { onDelete: 'restrict' }),
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    contextName: text().notNull(),
    contextValue: text().notNull(),
    /** Null once destroyed: nothing under this key will ever open again. */
    wrappedKey: bytes(),
    rootKeyId: text().notNull(),
    createdAt: text().notNull(),
    destroyedAt: text(),
  },
  (t) => [
    uniqueIndex('keks_context').on(t.organizationId, t.contextName, t.contextValue),
    uniqueIndex('keks_environment_context')
      .on(t.environmentId, t.contextName, t.contextValue)
      .where(sql`organization_id is null`),
  ],
);

/** Narrow, because it is listed. The values are in `secret_versions`. Read it through lib/vault/secret-rows.ts only. */
export const secrets = sqliteTable(
  'secrets',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    environmentId: text()
      .notNull()
      .references(() => environments.id, { onDelete: 'restrict' }),
    /** Null for the environment's own secrets. */
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    name: text().notNull(),
    context: json<Record<string, string>>().notNull(),
    /** The KEK that stands for the secret: the organization's, else the first of its context. */
    keyId: text()
      .notNull()
      .references(() => keks.id, { onDelete: 'restrict' }),
    versionId: text().notNull(),
    versionNumber: integer().notNull(),
    createdAt: text().notNull(),
    updatedAt: text().notNull(),
    updatedById: text().notNull(),
    updatedByName: text().notNull(),
    deletedAt: text(),
    deletedByName: text(),
    /** In clear, as the name is. */
    note: text().notNull().default(''),
    tags: json<string[]>().notNull().default([]),
    /** When the value stops working where it is used. The vault reminds, and goes on showing it. */
    expiresAt: text(),
    rotateEveryDays: integer(),
    /** The earlier of the two: `expiresAt`, or `rotateEveryDays` after the value was written. */
    remindsAt: text().generatedAlwaysAs(
      sql`nullif(min(ifnull(expires_at, '~'), ifnull(strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, rotate_every_days || ' days'), '~')), '~')`,
      { mode: 'virtual' },
    ),
    /** Bytes of the current value in UTF-8. */
    sizeBytes: integer().notNull().default(0),
    /** When a value of it was first shown to anybody. */
    firstReadAt: text(),
    /** Since when it is for those alone whom `secret_restrictions` names; null: for all who have the right. */
    restrictedAt: text(),
    /** A person opens it only with the approval of a second one. */
    needsApproval: integer({ mode: 'boolean' }).notNull().default(false),
    /** When its current value was new: for one that was rolled back to, long before `updatedAt`. */
    valueSince: text().notNull().default(''),
  },
  (t) => [
    // A null is equal to nothing, so the environment's own names need an index of their own.
    uniqueIndex('secrets_live_name')
      .on(t.environmentId, t.name, t.organizationId)
      .where(sql`deleted_at is null`),
    uniqueIndex('secrets_live_environment_name')
      .on(t.environmentId, t.name)
      .where(sql`deleted_at is null and organization_id is null`),
    // A page of an organization's live secrets, or of the environment's, comes from the index alone.
    index('secrets_organization_live')
      .on(t.organizationId, t.seq, t.name, t.updatedAt, t.id)
      .where(sql`deleted_at is null`),
    index('secrets_environment_live')
      .on(t.environmentId, t.seq, t.name, t.updatedAt, t.id)
      .where(sql`deleted_at is null`),
    // The same by name.
    index('secrets_organization_names')
      .on(t.organizationId, t.name, t.updatedAt, t.id)
      .where(sql`deleted_at is null`),
    // What an organization should look at: what was not changed for long, wants a new value, is large, was never read.
    index('secrets_organization_updated').on(t.organizationId, t.updatedAt).where(sql`deleted_at is null`),
    // What somebody who left could read, the oldest value first. It holds all that decides, but who is named. The second
    // condition always holds: it keeps SQLite from this index where nobody asks how old a value is.
    index('secrets_organization_values')
      .on(t.organizationId, t.valueSince, t.seq, t.restrictedAt, t.id)
      .where(sql`deleted_at is null and value_since > ''`),
    index('secrets_organization_reminds')
      .on(t.organizationId, t.remindsAt)
      .where(sql`deleted_at is null and reminds_at is not null`),
    index('secrets_organization_sizes').on(t.organizationId, t.sizeBytes).where(sql`deleted_at is null`),
    index('secrets_organization_unread')
      .on(t.organizationId, t.seq)
      .where(sql`deleted_at is null and first_read_at is null`),
    // The trash in the order of creation.
    index('secrets_organization_deleted').on(t.organizationId, t.seq).where(sql`deleted_at is not null`),
    index('secrets_environment_deleted').on(t.environmentId, t.seq).where(sql`deleted_at is not null`),
    // What the trash has kept for long enough.
    index('secrets_organization_due').on(t.organizationId, t.deletedAt).where(sql`deleted_at is not null`),
    index('secrets_environment_due')
      .on(t.environmentId, t.deletedAt)
      .where(sql`deleted_at is not null and organization_id is null`),
  ],
);

/** Who may open and change a restricted secret: people, API keys, and the roles of its organization. */
export const secretRestrictions = sqliteTable(
  'secret_restrictions',
  {
    secretId: text()
      .notNull()
      .references(() => secrets.id, { onDelete: 'restrict' }),
    /** `user_…`, `key_…`, or a role as `roleSubject` of lib/vault/policy.ts writes it. */
    subject: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.secretId, t.subject] }),
    index('secret_restrictions_subject').on(t.subject),
  ],
);

/** Somebody asks to open a secret that needs a second person, and somebody else says yes or no. */
export const approvals = sqliteTable(
  'approvals',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    secretId: text().notNull(),
    organizationId: text(),
    requestedById: text().notNull(),
    requestedByName: text().notNull(),
    reason: text().notNull(),
    createdAt: text().notNull(),
    decidedById: text(),
    decidedByName: text(),
    decidedAt: text(),
    /** Null until it is decided. */
    approved: integer({ mode: 'boolean' }),
    /** Of the request, and once it is approved, of the approval. */
    expiresAt: text().notNull(),
    firstUsedAt: text(),
  },
  (t) => [
    index('approvals_organization').on(t.organizationId, t.seq),
    index('approvals_secret').on(t.secretId, t.requestedById, t.seq),
    index('approvals_open').on(t.organizationId, t.seq).where(sql`decided_at is null`),
    index('approvals_requester').on(t.requestedById, t.organizationId, t.expiresAt),
  ],
);

/**
 * Somebody lost the right to read an organization's secrets, or those of all: what they could read wants new values.
 * That is what was not restricted then and has the value of then (`secrets.valueSince`), and what `departure_secrets` names.
 */
export const departures = sqliteTable(
  'departures',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    /** Null: from the environment. */
    organizationId: text().references(() => organizations.id, { onDelete: 'restrict' }),
    userId: text().notNull(),
    userName: text().notNull(),
    role: text().notNull(),
    createdAt: text().notNull(),
  },
  (t) => [index('departures_organization').on(t.organizationId, t.seq)],
);

/** Somebody said that the rest need not be done in an organization. Who and why is in the trail. */
export const departureClosings = sqliteTable(
  'departure_closings',
  {
    departureId: text()
      .notNull()
      .references(() => departures.id, { onDelete: 'restrict' }),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'restrict' }),
    closedAt: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.departureId, t.organizationId] })],
);

/** The secrets that were restricted when somebody left, and named them or their role. */
export const departureSecrets = sqliteTable(
  'departure_secrets',
  {
    departureId: text()
      .notNull()
      .references(() => departures.id, { onDelete: 'restrict' }),
    secretId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.departureId, t.secretId] })],
);

export const secretVersions = sqliteTable(
  'secret_versions',
  {
    id: text().primaryKey(),
    secretId: text()
      .notNull()
      .references(() => secrets.id, { onDelete: 'restrict' }),
    number: integer().notNull(),
    /** The format of lib/crypto/envelope.ts. */
    envelope: bytes().notNull(),
    /** Bytes of the value in UTF-8. */
    sizeBytes: integer().notNull(),
    /** Why the value was changed, in clear. */
    note: text().notNull().default(''),
    createdAt: text().notNull(),
    createdById: text().notNull(),
    createdByName: text().notNull(),
    /** Of a version with an older one's value: since when there was that value. Null: since `createdAt`. */
    valueSince: text(),
  },
  // Two writers that start from one version want the same number: one of them fails whole.
  (t) => [uniqueIndex('secret_versions_number').on(t.secretId, t.number)],
);

/** The trail. Rows are added, never changed. */
export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    environmentId: text().notNull(),
    organizationId: text(),
    type: text().notNull(),
    actorId: text().notNull(),
    actorSource: text({ enum: ['api', 'dashboard', 'system'] }).notNull(),
    actorName: text().notNull(),
    secretId: text(),
    /** The version that a create or an update made. The newest one is what the secret must be at: an older row put back shows. */
    writtenVersion: integer(),
    /** What the type says beside the actor, in the contract's words. Never a value. */
    data: json<Record<string, unknown>>().notNull(),
    requestId: text().notNull(),
    address: text(),
    createdAt: text().notNull(),
  },
  (t) => [
    index('events_organization').on(t.organizationId, t.seq),
    index('events_type').on(t.type, t.seq),
    index('events_actor').on(t.actorId, t.seq),
    index('events_secret').on(t.secretId, t.seq),
    index('events_written_version').on(t.secretId, t.writtenVersion).where(sql`written_version is not null`),
    index('events_created').on(t.createdAt, t.seq),
    // When a value was last seen, and whether it ever was.
    index('events_value_read').on(t.secretId, t.seq).where(sql`type = 'vault.data.read'`),
    // Whether somebody saw a value of a secret; who looked in an organization.
    index('events_value_read_by').on(t.secretId, t.actorId, t.seq).where(sql`type = 'vault.data.read'`),
    index('events_organization_read').on(t.organizationId, t.seq).where(sql`type = 'vault.data.read'`),
  ],
);

/** The first answer to a POST with an `Idempotency-Key`, kept for 24 hours, without a value. */
export const idempotentResults = sqliteTable(
  'idempotent_results',
  {
    actorId: text().notNull(),
    key: text().notNull(),
    /** A MAC of the operation and its input, under the service key: nobody can guess a value from it. */
    fingerprint: bytes().notNull(),
    result: json<unknown>().notNull(),
    createdAt: text().notNull(),
  },
  (t) => [
    uniqueIndex('idempotent_results_key').on(t.actorId, t.key),
    index('idempotent_results_created').on(t.createdAt),
  ],
);
