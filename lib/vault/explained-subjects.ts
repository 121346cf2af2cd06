import { and, eq } from 'drizzle-orm';
import { apiKeys } from '../db/schema';
import { actorOfUser, actorsOfKeys } from './actor';
import { notFound } from './errors';
import { isKeyScope, type KeyScope } from './key-scopes';
import type { Work } from './operation';
import type { Actor } from './policy';

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
 * A person or an API key. Throws `not_found` for one that has nothing to do with what the caller reaches: no role and no
 * place there, nor in the environment around it.
 */
export async function findSubject(work: Work, id: string): Promise<AskedSubject> {
  const subject = id.startsWith('key_') ? await findKey(work, id) : await findPerson(work, id);
  if (!subject) throw notFound(id.startsWith('key_') ? 'API key' : 'user');
  return subject;
}

async function findPerson(work: Work, id: string): Promise<AskedSubject | null> {
  const { tenant } = work;
  const actor = await actorOfUser(work, id);
  const concerns = actor?.grants.some(
    ({ organizationId }) => organizationId === null || tenant.reaches(organizationId),
  );
  if (!actor || (!concerns && tenant.organizationIds !== 'all')) return null;
  return { id, name: actor.name, key: null, actor };
}

async function findKey(work: Work, id: string): Promise<AskedSubject | null> {
  const { database, environmentId, tenant } = work;
  const [row] = await database.query
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), eq(apiKeys.environmentId, environmentId)));
  if (!row || (row.organizationId !== null && !tenant.reaches(row.organizationId))) return null;
  const [actor] = await actorsOfKeys(work, [id]);
  const { name, hint, organizationId, namePrefixes, allowedAddresses, expiresAt, revokedAt } = row;
  const maker = row.createdById === 'operator' ? null : { id: row.createdById, name: row.createdByName };
  const scopes = row.scopes.filter(isKeyScope);
  const key = { hint, maker, organizationId, scopes, namePrefixes, allowedAddresses, expiresAt, revokedAt };
  return { id, name, key, actor: actor ?? null };
}
