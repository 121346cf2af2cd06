import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { identityProviders, organizations, verifiedDomains } from '../db/schema';
import { placeOf } from './attempts';
import { domainOf } from './domains';
import { isVaultError, notFound } from './errors';
import { eventWrite } from './event-rows';
import {
  byAge,
  findUsableProvider,
  type IdentityProviderRow,
  openClientSecret,
  providerIsStill,
  toProvider,
} from './identity-provider-rows';
import { MOST_PROVIDERS } from './identity-providers';
import { anyId, emailAddress } from './inputs';
import { operation, type Work } from './operation';
import { startSession } from './session-rows';
import { readClaims, refuseOtherIssuer, vouchedClaims } from './sso-claims';
import { arrive } from './sso-members';
import { refused } from './sso-refusals';
import {
  answerWrite,
  askWrites,
  codeChallengeOf,
  findState,
  forgetState,
  nonceOf,
  refuseOtherBrowser,
  stateIsAt,
  verifierOf,
} from './sso-states';
import { countAttempt } from './throttles';

/** A way to sign in, as strangers see it. */
export interface SignInWay {
  readonly id: string;
  readonly name: string;
}

/**
 * Where one may sign in beside a password: the environment's providers, and those of the organization that has the
 * address's domain. Asks for no account, so it tells nothing of any.
 */
export const discoverSignIn = operation({
  name: 'session.discover',
  input: z.strictObject({ email: emailAddress.optional() }),
  async run(work, { email }) {
    const { database } = work;
    const everywhere = await ways(work, isNull(identityProviders.organizationId));
    const [owner] = email
      ? await database.query
          .select({ id: organizations.id })
          .from(verifiedDomains)
          .innerJoin(organizations, eq(organizations.id, verifiedDomains.organizationId))
          .where(and(eq(verifiedDomains.domain, domainOf(email)), isNull(organizations.deletedAt)))
      : [];
    const own = owner ? await ways(work, eq(identityProviders.organizationId, owner.id)) : [];
    return {
      result: { ofDomain: own, everywhere },
      events: { unrecorded: 'it asks for no account and tells of none' },
    };
  },
});

async function ways({ database, environmentId }: Work, where: SQL): Promise<SignInWay[]> {
  const rows = await database.query
    .select({ id: identityProviders.id, name: identityProviders.name })
    .from(identityProviders)
    .where(
      and(where, eq(identityProviders.environmentId, environmentId), isNull(identityProviders.disabledAt)),
    )
    .limit(MOST_PROVIDERS);
  return rows.toSorted(byAge);
}

/** What is sent to the provider with the browser. Nothing here is a secret but `state`, which is the browser's own. */
export interface SsoQuestion {
  readonly issuer: string;
  /** Whose redirect URI it is: each place has its own. Null: the environment's. */
  readonly organizationId: string | null;
  readonly clientId: string;
  readonly state: string;
  readonly nonce: string;
  /** S256. */
  readonly codeChallenge: string;
}

const asked = {
  providerId: anyId,
  /** A random token that this browser keeps in a cookie until it is back. */
  browser: z.string().min(32).max(200),
  next: z.string().max(2000),
};

/** A sign-in at a provider begins. */
export const beginSso = operation({
  name: 'session.begin_sso',
  input: z.strictObject(asked),
  run: (work, input) => ask(work, input, null),
});

/** Somebody who is signed in wants to be known by an identity too. */
export const beginIdentityLink = operation({
  name: 'identity.change',
  input: z.strictObject(asked),
  run: (work, input) => ask(work, input, work.actor.id),
});

async function ask(
  work: Work,
  input: { providerId: string; browser: string; next: string },
  userId: string | null,
) {
  // Only so that nobody fills the table, or the trail with providers that are not there: there is nothing to guess.
  await countAttempt(work, [
    {
      what: 'sign-ins at providers from an address',
      of: placeOf(work.actor.address),
      most: 200,
      withinSeconds: 600,
    },
  ]);
  const provider = await findUsableProvider(work, input.providerId);
  if (!provider) throw notFound('identity provider');
  const { state, writes } = askWrites(work, { ...input, userId });
  const result: SsoQuestion = {
    issuer: provider.issuer,
    organizationId: provider.organizationId,
    clientId: provider.clientId,
    state,
    nonce: nonceOf(work, state),
    codeChallenge: codeChallengeOf(work, state),
  };
  return { result, writes, events: { unrecorded: 'nobody has come back yet' } };
}

/**
 * What it takes to read a provider's answer. The two secrets are functions: nothing that turns the result into text,
 * a page or a payload takes them along.
 */
export interface SsoExchange {
  readonly provider: { readonly id: string; readonly name: string; readonly issuer: string };
  readonly clientId: string;
  readonly clientSecret: () => string;
  readonly codeVerifier: () => string;
  readonly nonce: string;
  readonly roleClaim: string | null;
  readonly next: string;
  /** Whether it links an identity, or else signs in. */
  readonly links: boolean;
}

/**
 * The browser is back with an answer: once, in the browser that was sent, and at the redirect URI of the place whose
 * provider it was sent to. Else an organization's own provider could send people on to another one, with the state that
 * they have here, and be given the code that this one answers with (RFC 9700, section 4.4).
 */
export const takeSsoAnswer = operation({
  name: 'session.answer_sso',
  input: z.strictObject({
    state: z.string().max(200),
    browser: z.string().max(200),
    organizationId: anyId.nullable(),
  }),
  async run(work, { state, browser, organizationId }) {
    const { database } = work;
    const found = await findState(work, 'asked', state);
    refuseOtherBrowser(work, found, browser);
    const row = await providerOf(work, found.providerId);
    if (row.organizationId !== organizationId) throw refused('not_begun');
    const result: SsoExchange = {
      provider: { id: row.id, name: row.name, issuer: row.issuer },
      clientId: row.clientId,
      clientSecret: () => openClientSecret(work, row),
      codeVerifier: () => verifierOf(work, state),
      nonce: nonceOf(work, state),
      roleClaim: row.roleClaim,
      next: found.next,
      links: found.userId !== null,
    };
    return {
      result,
      writes: [expectThat(database, stateIsAt('asked', found)), answerWrite(work, found)],
      events: { unrecorded: 'what the answer leads to is recorded' },
      conflict: () => Promise.resolve(refused('not_begun')),
    };
  },
});

/** Signs in whom a provider vouches for. What lib/sso has checked comes in one text, see `voucherOf`. */
export const createSsoSession = operation({
  name: 'session.create',
  input: z.strictObject(vouchedClaims),
  async run(work, given) {
    const { database } = work;
    const found = await findState(work, 'answered', given.state);
    if (found.userId !== null) throw refused('not_begun');
    const claims = readClaims(work, given);
    const row = await providerOf(work, found.providerId);
    refuseOtherIssuer(row, claims);
    const arrival = await arrive(work, toProvider(row), claims).catch(async (error: unknown) => {
      if (isVaultError(error)) {
        const data = { what: 'sso', identity_provider_id: row.id, code: error.code };
        const type = 'session.refused';
        const { organizationId } = row;
        await database.commit([forgetState(work, found), eventWrite(work, { type, organizationId, data })]);
      }
      throw error;
    });
    const started = startSession(work, arrival.user, { method: 'sso', identityProviderId: row.id });
    return {
      result: started.result,
      writes: [
        expectThat(database, stateIsAt('answered', found)),
        expectThat(database, providerIsStill(row)),
        forgetState(work, found),
        ...arrival.writes,
        ...started.writes,
      ],
      events: [...started.events, ...arrival.events],
    };
  },
});

/** Disabled or deleted meanwhile: then there is nothing to come back to. */
export async function providerOf(work: Work, id: string): Promise<IdentityProviderRow> {
  const row = await findUsableProvider(work, id);
  if (!row) throw refused('not_begun');
  return row;
}
