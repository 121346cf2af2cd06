import { setImmediate } from 'node:timers/promises';
import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { KeyContext } from '../crypto/key-context';
import { type Database, expectThat, type Write } from '../db/client';
import { preparedRead, preparedWrite } from '../db/prepared';
import { events, secretRestrictions, secrets } from '../db/schema';
import { notFound, VaultError } from './errors';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Tenant } from './policy';

/**
 * The only door to the table of secrets, because a forgotten soft-delete filter or a forgotten tenant
 * is a leak: what is read comes from `live` or `deleted`, and both want the tenant.
 */
export type SecretRow = typeof secrets.$inferSelect;
/** What a row is before the database has numbered it. */
export type NewSecretRow = Omit<SecretRow, 'seq' | 'remindsAt'>;

/** Live secrets in the tenant's reach. */
export const live = (tenant: Tenant): SQL => and(within(tenant), isNull(secrets.deletedAt)) as SQL;

/** Secrets in the trash, in the tenant's reach. */
export const deleted = (tenant: Tenant): SQL => and(within(tenant), isNotNull(secrets.deletedAt)) as SQL;

/** All that narrows a tenant, so that no query of this table can forget a part of it. */
const within = (tenant: Tenant): SQL => and(inPlaceOf(tenant), named(tenant), unrestricted(tenant)) as SQL;

/** By code points, as `reachesName` does it: a name is data, and no pattern. */
function named({ namePrefixes }: Tenant): SQL | undefined {
  if (namePrefixes === null) return undefined;
  const starts = namePrefixes.map(
    (prefix) => sql`substr(${secrets.name}, 1, ${Array.from(prefix).length}) = ${prefix}`,
  );
  return starts.length > 0 ? sql`(${sql.join(starts, sql` or `)})` : sql`false`;
}

function unrestricted({ subjects }: Tenant): SQL | undefined {
  if (subjects === null) return undefined;
  return sql`(${secrets.restrictedAt} is null or exists (select 1 from ${secretRestrictions}
    where ${secretRestrictions.secretId} = ${secrets.id} and ${inArray(secretRestrictions.subject, [...subjects])}))`;
}

/** One organization or the whole environment, each with an index of its own. */
function inPlaceOf(tenant: Tenant): SQL {
  if (tenant.organizationIds === 'all') return eq(secrets.environmentId, tenant.environmentId);
  const [only, ...others] = tenant.organizationIds;
  if (others.length > 0) return inArray(secrets.organizationId, [...tenant.organizationIds]);
  return only === undefined ? sql`false` : eq(secrets.organizationId, only);
}

/** The version number that the trail remembers. An older row put back is behind it. */
export const rememberedVersion = sql<number | null>`(
  select max(e.written_version) from ${events} e
  where e.secret_id = ${secrets}.id and e.written_version is not null
)`;

type Reach = Pick<Work, 'database' | 'tenant' | 'actor'>;
interface SecretId {
  readonly id: string;
  readonly organizationId?: string | undefined;
}

const byId = (query: Database['query'], where: SQL) =>
  query
    .select()
    .from(secrets)
    .where(
      and(
        eq(secrets.id, sql.placeholder('id')),
        eq(secrets.environmentId, sql.placeholder('environmentId')),
        where,
      ),
    );
const liveById = preparedRead((query) => byId(query, isNull(secrets.deletedAt)));
const deletedById = preparedRead((query) => byId(query, isNotNull(secrets.deletedAt)));

/** Throws `not_found` for what is missing, deleted or another's. */
export function findLive(work: Reach, which: SecretId): Promise<SecretRow> {
  return found(work, which, liveById(work.database));
}

/** The same for the trash. */
export function findDeleted(work: Reach, which: SecretId): Promise<SecretRow> {
  return found(work, which, deletedById(work.database));
}

/** The tenant, cut down to one organization where one is named. */
export function reachOf({ tenant }: Pick<Work, 'tenant'>, organizationId: string | undefined): Tenant {
  const reach = organizationId === undefined ? tenant : tenant.only(organizationId);
  if (!reach) throw notFound('secret');
  return reach;
}

async function found(
  work: Reach,
  { id, organizationId }: SecretId,
  query: ReturnType<typeof liveById>,
): Promise<SecretRow> {
  const reach = reachOf(work, organizationId);
  const [row] = await query.execute({ id, environmentId: reach.environmentId });
  if (!row || !reach.reaches(row.organizationId) || !reach.reachesName(row.name)) throw notFound('secret');
  if (row.restrictedAt !== null && reach.subjects) await refuseUnnamed(work, row, reach.subjects);
  return row;
}

async function refuseUnnamed(
  { database, actor }: Reach,
  row: SecretRow,
  subjects: readonly string[],
): Promise<void> {
  const [one] = await database.query
    .select({ subject: secretRestrictions.subject })
    .from(secretRestrictions)
    .where(and(eq(secretRestrictions.secretId, row.id), inArray(secretRestrictions.subject, [...subjects])))
    .limit(1);
  if (!one) throw restrictedFor(actor, row);
}

/** Who may see that the secret is there is told why it does not open; for others it is not there. */
export function restrictedFor(
  actor: Actor,
  { organizationId, name }: Pick<SecretRow, 'organizationId' | 'name'>,
): VaultError {
  const look = authorizedTo(actor, 'secret.describe');
  if (!look?.reaches(organizationId) || !look.reachesName(name)) return notFound('secret');
  return new VaultError(
    'forbidden',
    'This secret is restricted to people, roles or keys that it names, and you are none of them. An administrator of the organization can change that.',
  );
}

/**
 * Restricted live secrets that the actor sees, and that do not name them: what `live(reach)` leaves out without a word.
 * `reach` is that of an operation which a restriction bears on.
 */
export function restrictedAway({ actor }: Pick<Work, 'actor'>, reach: Tenant): SQL {
  const look = authorizedTo(actor, 'secret.describe');
  const { organizationIds } = reach;
  const [only, ...others] = organizationIds === 'all' ? [] : organizationIds;
  const seen = only !== undefined && others.length === 0 ? look?.only(only) : look;
  const names = unrestricted(reach);
  return seen && names ? (and(live(seen), sql`not ${names}`) as SQL) : sql`false`;
}

const stillPlain = preparedWrite<{ id: string }>(['id'], (query, { id }) =>
  expectThat(
    { query },
    sql`exists (select 1 from ${secrets} where ${secrets.id} = ${id} and ${secrets.deletedAt} is null
      and ${secrets.restrictedAt} is null and not ${secrets.needsApproval})`,
  ),
);

/**
 * For the write that goes with an opened value: the secret is live, and neither restricted nor marked otherwise than
 * when it was read, so that no event of a read stands behind that of a restriction which forbids it.
 */
export function stillOpens({ database, tenant }: Pick<Work, 'database' | 'tenant'>, row: SecretRow): Write {
  const { id, restrictedAt, needsApproval } = row;
  if (restrictedAt === null && !needsApproval) return stillPlain(database, { id });
  const still = and(eq(secrets.id, id), eq(secrets.needsApproval, needsApproval), live(tenant));
  return expectThat(database, sql`exists (select 1 from ${secrets} where ${still})`);
}

/** In one look: SQLite takes 32,766 parameters, and one statement should not stop all others. */
const NAMES_AT_ONCE = 500;

/** The live secrets with these names. `reach` is one organization's. */
export async function findLiveByName(
  { database, environmentId }: Pick<Work, 'database' | 'environmentId'>,
  reach: Tenant,
  names: readonly string[],
): Promise<ReadonlyMap<string, SecretRow>> {
  const byName = new Map<string, SecretRow>();
  for (let from = 0; from < names.length; from += NAMES_AT_ONCE) {
    const some = names.slice(from, from + NAMES_AT_ONCE);
    const rows = await database.query
      .select()
      .from(secrets)
      .where(and(eq(secrets.environmentId, environmentId), inArray(secrets.name, some), live(reach)));
    for (const row of rows) byName.set(row.name, row);
    await setImmediate();
  }
  return byName;
}

/** Those of the names that live secrets have which are restricted to others. `reach` is one organization's. */
export async function findRestrictedNames(
  work: Pick<Work, 'database' | 'environmentId' | 'actor'>,
  reach: Tenant,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  const away = restrictedAway(work, reach);
  for (let from = 0; from < names.length; from += NAMES_AT_ONCE) {
    const some = names.slice(from, from + NAMES_AT_ONCE);
    const rows = await work.database.query
      .select({ name: secrets.name })
      .from(secrets)
      .where(and(eq(secrets.environmentId, work.environmentId), inArray(secrets.name, some), away));
    for (const { name } of rows) taken.add(name);
    await setImmediate();
  }
  return taken;
}

/**
 * A condition for `expectThat`: the secret is still live, still at this version, and neither restricted nor freed since:
 * nobody writes over what has just become somebody else's.
 */
export function stillAt(row: SecretRow): SQL {
  return sql`exists (select 1 from ${secrets} where ${secrets.id} = ${row.id}
    and ${secrets.versionNumber} = ${row.versionNumber} and ${secrets.deletedAt} is null
    and ${secrets.restrictedAt} is ${row.restrictedAt})`;
}

/** Whether a live secret of this organization (or of the environment itself) has the name. */
export async function nameIsTaken(
  database: Database,
  at: { readonly environmentId: string; readonly organizationId: string | null; readonly name: string },
): Promise<boolean> {
  const [row] = await database.query
    .select({ id: secrets.id })
    .from(secrets)
    .where(
      and(
        eq(secrets.environmentId, at.environmentId),
        eq(secrets.name, at.name),
        at.organizationId === null
          ? isNull(secrets.organizationId)
          : eq(secrets.organizationId, at.organizationId),
        isNull(secrets.deletedAt),
      ),
    );
  return row !== undefined;
}

/** What is told of a secret without opening it. */
export interface SecretMetadata {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly environmentId: string;
  readonly context: KeyContext;
  readonly keyId: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: { readonly id: string; readonly name: string };
  /** In clear, as all of this is. */
  readonly note: string;
  readonly tags: readonly string[];
  readonly expiresAt: string | null;
  readonly rotateEveryDays: number | null;
  /** Since when it is for those alone whom its restriction names; null: for all who have the right. */
  readonly restrictedAt: string | null;
  /** A person opens it only with the approval of a second one. */
  readonly needsApproval: boolean;
}

export function toMetadata(row: NewSecretRow): SecretMetadata {
  const { id, name, organizationId, environmentId, context, keyId, versionId, versionNumber } = row;
  const { createdAt, updatedAt, updatedById, updatedByName } = row;
  const { note, tags, expiresAt, rotateEveryDays, restrictedAt, needsApproval } = row;
  const updatedBy = { id: updatedById, name: updatedByName };
  return {
    id,
    name,
    organizationId,
    environmentId,
    context,
    keyId,
    versionId,
    versionNumber,
    createdAt,
    updatedAt,
    updatedBy,
    note,
    tags,
    expiresAt,
    rotateEveryDays,
    restrictedAt,
    needsApproval,
  };
}
