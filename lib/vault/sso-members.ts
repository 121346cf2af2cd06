import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import { expectThat, type Write } from '../db/client';
import { grants, identities, users } from '../db/schema';
import { domainIsVerified, domainOf } from './domains';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import type { IdentityProvider } from './identity-provider-rows';
import { newId } from './ids';
import type { Work } from './operation';
import { organizationIsLive } from './organization-rows';
import type { OrganizationRole, Role } from './policy';
import { mappedRole, type ReadClaims, verifiedEmail } from './sso-claims';
import { refused } from './sso-refusals';
import { grantWrite } from './user-rows';

/** Somebody who may be signed in, and what has to be stored for it. */
export interface Arrival {
  readonly user: { readonly id: string; readonly name: string };
  readonly writes: readonly Write[];
  readonly events: readonly EventDraft[];
}

/**
 * Who an identity is here. Accounts are known by issuer and subject. An account that has the same e-mail address is
 * never taken for the same person: `sso_link_needed` until its holder says so, signed in to it.
 * Throws `sso_refused` for whoever is not let in.
 */
export async function arrive(work: Work, provider: IdentityProvider, claims: ReadClaims): Promise<Arrival> {
  const email = verifiedEmail(claims);
  const inPlace = await refuseForeignDomain(work, provider, email);
  const known = await findIdentity(work, claims);
  const person = known ? await knownPerson(work, known) : await newPerson(work, provider, claims, email);
  const membership =
    provider.organizationId === null
      ? { writes: [], events: [] }
      : await membershipOf(work, provider, provider.organizationId, person.user, claims);
  return {
    user: person.user,
    writes: [...inPlace, ...person.writes, ...membership.writes],
    events: [...person.events, ...membership.events],
  };
}

/** The conditions under which a provider speaks for an address. Throws `sso_refused` where it does not. */
export async function refuseForeignDomain(
  { database }: Pick<Work, 'database'>,
  { organizationId }: Pick<IdentityProvider, 'organizationId'>,
  email: string,
): Promise<Write[]> {
  if (organizationId === null) return [];
  const verified = domainIsVerified(domainOf(email), organizationId);
  const [row] = await database.query.values<[number]>(sql`select case when ${verified} then 1 else 0 end`);
  if (row?.[0] !== 1) throw refused('foreign_domain');
  return [expectThat(database, organizationIsLive(organizationId)), expectThat(database, verified)];
}

export type IdentityRow = typeof identities.$inferSelect;

export async function findIdentity(
  { database }: Pick<Work, 'database'>,
  { issuer, subject }: Pick<ReadClaims, 'issuer' | 'subject'>,
): Promise<IdentityRow | null> {
  const [row] = await database.query
    .select()
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  return row ?? null;
}

/** Fails as `unique` where somebody was faster. */
export function identityWrite(
  { database, now, at }: Work,
  userId: string,
  { issuer, subject }: Pick<ReadClaims, 'issuer' | 'subject'>,
): Write {
  const id = newId('identity', now);
  return database.query
    .insert(identities)
    .values({ id, issuer, subject, userId, createdAt: at, lastUsedAt: at });
}

export const identityLinked = (
  user: { readonly id: string; readonly name: string },
  { id, name, organizationId }: Pick<IdentityProvider, 'id' | 'name' | 'organizationId'>,
): EventDraft => ({
  type: 'user.identity_linked',
  organizationId,
  data: { user_id: user.id, user_name: user.name, identity_provider_id: id, identity_provider_name: name },
});

async function knownPerson({ database, at }: Work, { id, userId }: IdentityRow): Promise<Arrival> {
  const [user] = await database.query
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.id, userId));
  if (!user) throw refused('no_account');
  const used = database.query.update(identities).set({ lastUsedAt: at }).where(eq(identities.id, id));
  const still = expectThat(
    database,
    sql`exists (select 1 from ${identities} where ${identities.id} = ${id} and ${identities.userId} = ${userId})`,
  );
  return { user, writes: [still, used], events: [] };
}

async function newPerson(
  work: Work,
  provider: IdentityProvider,
  claims: ReadClaims,
  email: string,
): Promise<Arrival> {
  const { database, now, at } = work;
  const [taken] = await database.query.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (taken) {
    throw new VaultError(
      'sso_link_needed',
      'There is an account with your e-mail address already. Sign in to it as you did until now, and connect it with this identity provider: nobody else may do that for you.',
    );
  }
  // Nobody joins the environment by being known to its provider.
  if (provider.organizationId === null) throw refused('no_account');
  const user = { id: newId('user', now), email, name: nameOf(claims, email), createdAt: at };
  return {
    user,
    writes: [database.query.insert(users).values(user), identityWrite(work, user.id, claims)],
    events: [identityLinked(user, provider)],
  };
}

const MOST_OF_A_NAME = 120;

/** What the provider calls them, as far as it is a name. */
function nameOf({ name }: ReadClaims, email: string): string {
  const plain = (name ?? '').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return (
    Array.from(plain.isWellFormed() ? plain : '')
      .slice(0, MOST_OF_A_NAME)
      .join('') || email.slice(0, MOST_OF_A_NAME)
  );
}

/**
 * Joins, or has the role of the claim once more. Where there is no claim to map, a role that was given here stays.
 * Whom the claim gives no role is not let in.
 */
async function membershipOf(
  work: Work,
  provider: IdentityProvider,
  organizationId: string,
  user: Arrival['user'],
  claims: ReadClaims,
): Promise<Pick<Arrival, 'writes' | 'events'>> {
  const { database } = work;
  const [grant] = await database.query
    .select({ id: grants.id, role: grants.role })
    .from(grants)
    .where(and(eq(grants.userId, user.id), eq(grants.organizationId, organizationId)));
  if (grant && provider.roleClaim === null) return { writes: [], events: [] };
  const role = mappedRole(provider, claims.roles);
  if (role === null) throw refused('no_role');
  const about = { user_id: user.id, user_name: user.name, identity_provider_id: provider.id };
  if (!grant) {
    const data = { ...about, role };
    return {
      writes: [grantWrite(work, user.id, organizationId, role)],
      events: [{ type: 'member.joined', organizationId, data }],
    };
  }
  if (grant.role === role) return { writes: [], events: [] };
  const lost = await conditionToLose(work, organizationId, user.id, grant.role as Role);
  if (lost === null) return { writes: [], events: [] };
  return {
    writes: [...lost, expectThat(database, stillHas(grant)), roleWrite(work, grant.id, role)],
    events: [
      {
        type: 'member.role_changed',
        organizationId,
        data: { ...about, from_role: grant.role, to_role: role },
      },
    ],
  };
}

const stillHas = ({ id, role }: { readonly id: string; readonly role: string }): SQL =>
  sql`exists (select 1 from ${grants} where ${grants.id} = ${id} and ${grants.role} = ${role})`;

const roleWrite = ({ database }: Pick<Work, 'database'>, id: string, role: OrganizationRole): Write =>
  database.query.update(grants).set({ role }).where(eq(grants.id, id));

/** What has to hold for somebody to lose a role; null: the organization's last administrator stays one. */
async function conditionToLose(
  { database }: Pick<Work, 'database'>,
  organizationId: string,
  userId: string,
  role: Role,
): Promise<Write[] | null> {
  if (role !== 'admin') return [];
  const another = sql`exists (select 1 from ${grants} where ${and(
    eq(grants.organizationId, organizationId),
    eq(grants.role, 'admin'),
    ne(grants.userId, userId),
  )})`;
  const [row] = await database.query.values<[number]>(sql`select case when ${another} then 1 else 0 end`);
  return row?.[0] === 1 ? [expectThat(database, another)] : null;
}
