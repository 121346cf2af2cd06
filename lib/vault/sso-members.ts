import { and, eq, type SQL, sql } from 'drizzle-orm';
import { expectThat, type Write } from '../db/client';
import { identities, users } from '../db/schema';
import { acceptAll } from './acceptance';
import { departureWrites } from './departures';
import { domainIsVerified, domainOf } from './domains';
import { isVaultError, VaultError } from './errors';
import type { EventDraft } from './event-rows';
import type { IdentityProvider } from './identity-provider-rows';
import { newId } from './ids';
import { conditionToLose, findMember, type MemberRow, readsValues, roleWrite, stillHas } from './member-rows';
import type { Work } from './operation';
import { organizationIsLive } from './organization-rows';
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
      ? NOTHING
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
  const user = { id: newId('user', now), email, name: nameOf(claims, email), createdAt: at };
  // Nobody joins the environment by being known to its provider: who is new there was invited.
  const invited = provider.organizationId === null ? await acceptAll(work, user) : NOTHING;
  if (provider.organizationId === null && invited.writes.length === 0) throw refused('no_account');
  return {
    user,
    writes: [
      database.query.insert(users).values(user),
      identityWrite(work, user.id, claims),
      ...invited.writes,
    ],
    events: [identityLinked(user, provider), ...invited.events],
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
  const member = await findMember(work, { organizationId }, user.id).catch(() => null);
  if (member && provider.roleClaim === null) return NOTHING;
  const role = mappedRole(provider, claims.roles);
  if (role === null) throw refused('no_role');
  const about = { user_id: user.id, user_name: user.name, identity_provider_id: provider.id };
  if (!member) {
    const data = { ...about, role };
    return {
      writes: [grantWrite(work, user.id, organizationId, role)],
      events: [{ type: 'member.joined', organizationId, data }],
    };
  }
  if (member.role === role) return NOTHING;
  const keepsOne = await conditionToKeepOne(work, organizationId, member);
  if (keepsOne === null) return NOTHING;
  const leaver = { userId: user.id, userName: user.name, organizationId, role: member.role };
  const asThem = { actor: { ...work.actor, id: user.id } };
  return {
    writes: [
      expectThat(work.database, sql`${stillHas(member)} and ${keepsOne}`),
      ...(readsValues(asThem, { organizationId, role }) ? [] : departureWrites(work, leaver)),
      roleWrite(work, member, role),
    ],
    events: [
      {
        type: 'member.role_changed',
        organizationId,
        data: { ...about, from_role: member.role, to_role: role },
      },
    ],
  };
}

const NOTHING: Pick<Arrival, 'writes' | 'events'> = { writes: [], events: [] };

/** What has to hold for somebody to get another role; null: the organization's last administrator stays one. */
async function conditionToKeepOne(
  work: Work,
  organizationId: string,
  member: MemberRow,
): Promise<SQL | null> {
  try {
    return await conditionToLose(work, { organizationId }, member);
  } catch (error) {
    if (isVaultError(error) && error.code === 'last_administrator') return null;
    throw error;
  }
}
