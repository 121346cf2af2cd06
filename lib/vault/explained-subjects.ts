import { and, eq } from 'drizzle-orm';
import { apiKeys } from '../db/schema';
import { actorOfUser, actorsOfKeys } from './actor';
import { notFound } from './errors';
import { isKeyScope, type KeyScope } from './key-scopes';
import type { Work } from './operation';
import { type Actor, authorizedTo, type Tenant } from './policy';

/** What is to be known of an API key beside what it may do. */
export interface ExplainedKey {
  /** How it ends. */
  readonly hint: string;
  /** Null: it was made on the vault's own machine, and has a role of its own. */
  readonly maker: { readonly id: string; readonly name: string } | null;
  /** Null: no narrower than its maker. */
  readonly organizationId: string | null;
  readonly scopes: readonly KeyScope[];
  readonly namePrefixes: readonly string[] | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** Somebody, or some program, whose rights are asked for. */
export interface AskedSubject {
  readonly id: string;
  readonly name: string;
  readonly key: ExplainedKey | null;
  /** Null for a key that acts no more. */
  readonly actor: Actor | null;
}

/**
 * Whether whoever reaches so far is told of somebody: of who has a role there, of a key for it, and of who reads its
 * secrets from the environment around it. Who knows no more than an id learns nothing of others.
 */
export function isNamedTo({ organizationIds }: Tenant, actor: Actor): boolean {
  if (organizationIds === 'all') return true;
  const { bounds, grants } = actor;
  const places = bounds ? [bounds.organizationId] : grants.map((grant) => grant.organizationId);
  const reads = authorizedTo(actor, 'secret.read');
  return organizationIds.some((id) => places.includes(id) || reads?.reaches(id));
}

/** A person or an API key. Throws `not_found` for one that the caller is not told of, as for one that is missing. */
export async function findSubject(work: Work, id: string): Promise<AskedSubject> {
  const subject = id.startsWith('key_') ? await findKey(work, id) : await findPerson(work, id);
  if (!subject) throw notFound(id.startsWith('key_') ? 'API key' : 'user');
  return subject;
}

async function findPerson(work: Work, id: string): Promise<AskedSubject | null> {
  const actor = await actorOfUser(work, id);
  return actor && isNamedTo(work.tenant, actor) ? { id, name: actor.name, key: null, actor } : null;
}

async function findKey(work: Work, id: string): Promise<AskedSubject | null> {
  const { database, environmentId, tenant } = work;
  const [row] = await database.query
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), eq(apiKeys.environmentId, environmentId)));
  if (!row) return null;
  const [actor] = await actorsOfKeys(work, [id]);
  // One that has ended is in the list of its place.
  if (!tenant.reaches(row.organizationId) && !(actor && isNamedTo(tenant, actor))) return null;
  const { name, hint, organizationId, namePrefixes, allowedAddresses, expiresAt, revokedAt } = row;
  const maker = row.createdById === 'operator' ? null : { id: row.createdById, name: row.createdByName };
  const scopes = row.scopes.filter(isKeyScope);
  const key = { hint, maker, organizationId, scopes, namePrefixes, allowedAddresses, expiresAt, revokedAt };
  return { id, name, key, actor: actor ?? null };
}
