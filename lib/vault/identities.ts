import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { grants, identities, identityProviders, organizations, sessions } from '../db/schema';
import { notFound } from './errors';
import { providerIsStill } from './identity-provider-rows';
import { type Identity, ownIdentities } from './identity-rows';
import { anyId } from './inputs';
import { operation, type Work } from './operation';
import { endSessions } from './session-rows';
import { providerOf, type SignInWay } from './sso';
import { readClaims, refuseOtherIssuer, verifiedEmail, vouchedClaims } from './sso-claims';
import { findIdentity, identityLinked, identityWrite, refuseForeignDomain } from './sso-members';
import { refused } from './sso-refusals';
import { findState, forgetState, stateIsAt } from './sso-states';
import { hasAnotherWayIn, lastWayIn } from './ways-in';

/** What single sign-on means for one person. */
export interface OwnSingleSignOn {
  /** By which they are known. */
  readonly identities: readonly Identity[];
  /** Where they could be known too. */
  readonly providers: readonly (SignInWay & { readonly issuer: string })[];
  /** Organizations of theirs that are not to be seen in this session: they want a sign-in at a provider of their own. */
  readonly closed: readonly { readonly name: string; readonly provider: SignInWay }[];
  /** The organization that vouches for this session, and that it is confined to. */
  readonly vouchedFor: string | null;
}

const MOST = 50;

export const describeSingleSignOn = operation({
  name: 'identity.list',
  input: z.strictObject({}),
  async run(work) {
    const vouchedFor = work.actor.vouchedFor ?? null;
    const own = await ownIdentities(work);
    // Whoever vouches for one organization learns nothing of the others.
    const theirs = vouchedFor === null ? await providersOf(work) : [];
    const result: OwnSingleSignOn = {
      identities: own,
      providers: theirs.map(({ id, name, issuer }) => ({ id, name, issuer })),
      closed: theirs.flatMap(({ id, name, organization }) =>
        organization?.requireSso ? [{ name: organization.name, provider: { id, name } }] : [],
      ),
      vouchedFor,
    };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});

/** In use: the environment's, and those of the organizations that somebody belongs to. */
async function providersOf({ database, environmentId, actor }: Work) {
  const memberships = await database.query
    .select({ id: organizations.id, name: organizations.name, requireSso: organizations.requireSso })
    .from(grants)
    .innerJoin(organizations, eq(organizations.id, grants.organizationId))
    .where(and(eq(grants.userId, actor.id), isNull(organizations.deletedAt)))
    .limit(MOST);
  const columns = {
    id: identityProviders.id,
    name: identityProviders.name,
    issuer: identityProviders.issuer,
    organizationId: identityProviders.organizationId,
  };
  const inUse = and(eq(identityProviders.environmentId, environmentId), isNull(identityProviders.disabledAt));
  const ofEnvironment = await database.query
    .select(columns)
    .from(identityProviders)
    .where(and(isNull(identityProviders.organizationId), inUse))
    .limit(MOST);
  const ids = memberships.map(({ id }) => id);
  const ofOrganizations =
    ids.length === 0
      ? []
      : await database.query
          .select(columns)
          .from(identityProviders)
          .where(and(inArray(identityProviders.organizationId, ids), inUse))
          .limit(MOST);
  return [...ofEnvironment, ...ofOrganizations].map((row) => ({
    ...row,
    organization: memberships.find(({ id }) => id === row.organizationId),
  }));
}

/** The identity that came back becomes one of the person who asked, still signed in as themselves. */
export const linkIdentity = operation({
  name: 'identity.link',
  input: z.strictObject(vouchedClaims),
  async run(work, given) {
    const { database, actor } = work;
    const found = await findState(work, 'answered', given.state);
    if (found.userId !== actor.id) throw refused('not_begun');
    const claims = readClaims(work, given);
    const provider = await providerOf(work, found.providerId);
    refuseOtherIssuer(provider, claims);
    const inPlace = await refuseForeignDomain(work, provider, verifiedEmail(claims));
    const known = await findIdentity(work, claims);
    if (known && known.userId !== actor.id) throw refused('taken');
    const user = { id: actor.id, name: actor.name };
    const writes = [
      expectThat(database, stateIsAt('answered', found)),
      expectThat(database, providerIsStill(provider)),
      forgetState(work, found),
      ...inPlace,
    ];
    if (known) return { result: user, writes, events: { unrecorded: 'it was theirs already' } };
    return {
      result: user,
      writes: [...writes, identityWrite(work, actor.id, claims)],
      events: [identityLinked(user, provider)],
    };
  },
});

/** They are known by it no more, and other sessions that began with it end. Throws `invalid_input` for the last way to sign in. */
export const removeIdentity = operation({
  name: 'identity.change',
  input: z.strictObject({ id: anyId }),
  async run(work, { id }) {
    const { database, actor } = work;
    const [identity] = await database.query
      .select()
      .from(identities)
      .where(and(eq(identities.id, id), eq(identities.userId, actor.id)));
    if (!identity) throw notFound('identity provider');
    return {
      result: { id: identity.id },
      writes: [
        expectThat(database, hasAnotherWayIn(actor.id, identity)),
        database.query.delete(identities).where(eq(identities.id, identity.id)),
        endSessions(
          work,
          eq(sessions.userId, actor.id),
          eq(sessions.method, 'sso'),
          ne(sessions.id, actor.sessionId ?? ''),
        ),
      ],
      events: [
        {
          type: 'user.identity_unlinked',
          organizationId: null,
          data: { user_id: actor.id, user_name: actor.name, issuer: identity.issuer },
        },
      ],
      conflict: () => Promise.resolve(lastWayIn()),
    };
  },
});
