import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat, type Write } from '../db/client';
import { passkeys, type users } from '../db/schema';
import { CHALLENGE_MS, type ChallengePurpose, newChallenge, takeChallenge } from './challenges';
import { VaultError } from './errors';
import type { Work } from './operation';

export type Passkey = typeof passkeys.$inferSelect;
type User = Pick<typeof users.$inferSelect, 'id' | 'email' | 'name'>;

/**
 * EdDSA, ES256 and RS256 (RFC 8152, RFC 8812). The library's own list depends on the version of Node: a key that was
 * made under one would not be taken under another.
 */
const ALGORITHMS = [-8, -7, -257];
const encoded = z.string().max(16_384);

/** What a browser gives for a new passkey; of the rest nothing is looked at. */
export const registration = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    attestationObject: encoded,
    transports: z.array(z.string().max(20)).max(8).optional(),
  }),
});
/** What a browser gives for a passkey that was used. */
export const assertion = z.object({
  id: encoded,
  rawId: encoded,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    authenticatorData: encoded,
    signature: encoded,
    userHandle: encoded.nullish().transform((given) => given ?? undefined),
  }),
});

export type NewPasskeyAnswer = z.input<typeof registration>;
export type PasskeyAnswer = z.input<typeof assertion>;

/** In the order in which they were added. */
export async function passkeysOf({ database }: Pick<Work, 'database'>, userId: string): Promise<Passkey[]> {
  const rows = await database.query.select().from(passkeys).where(eq(passkeys.userId, userId));
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a browser is told for a new passkey of somebody. */
export async function askForNew(
  work: Work,
  purpose: ChallengePurpose,
  user: User,
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; writes: readonly Write[] }> {
  const { challenge, writes } = newChallenge(work, purpose, user.id);
  const options = await generateRegistrationOptions({
    rpName: 'Strongroom',
    rpID: partyOf(work).id,
    // The authenticator gives it back at each sign-in. It says nothing of a person.
    userID: new Uint8Array(Buffer.from(user.id, 'utf8')),
    userName: user.email,
    userDisplayName: user.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CHALLENGE_MS,
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: (await passkeysOf(work, user.id)).map(toDescriptor),
    // Found without a name, and more than the possession of a device.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options, writes };
}

/** The row of a new passkey. Throws `invalid_input` for an answer that is not to this challenge, this site or this person. */
export async function takeNew(
  work: Work,
  purpose: ChallengePurpose,
  userId: string,
  given: z.output<typeof registration>,
): Promise<Pick<Passkey, 'userId' | 'credentialId' | 'publicKey' | 'counter' | 'transports'>> {
  const challenge = challengeIn(given.response.clientDataJSON);
  const taken = await takeChallenge(work, purpose, userId, challenge);
  const { id, origin } = partyOf(work);
  const verified =
    taken &&
    (await verifyRegistrationResponse({
      response: { ...given, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => null));
  if (!verified || !verified.verified) throw notMade();
  const { credential } = verified.registrationInfo;
  return {
    userId,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: given.response.transports ?? [],
  };
}

/** What a browser is told to sign. Without passkeys it offers those that it knows for this site. */
export async function askForOne(
  work: Work,
  purpose: ChallengePurpose,
  userId: string | null,
  known: readonly Passkey[] = [],
): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; writes: readonly Write[] }> {
  const { challenge, writes } = newChallenge(work, purpose, userId);
  const options = await generateAuthenticationOptions({
    rpID: partyOf(work).id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: known.map(toDescriptor),
  });
  return { options, writes };
}

/** Whose passkey it is, if it is anybody's; and whether it is theirs to use here and now. */
export type PasskeyProof =
  | { readonly right: false; readonly userId: string | null }
  | { readonly right: true; readonly passkey: Passkey; readonly writes: readonly Write[] };

/**
 * Takes a passkey that somebody signs in with or proves with. `userId` is who was asked; null: whoever has it. The writes
 * keep its counter, and lose the race against a use at the same moment.
 */
export async function provePasskey(
  work: Work,
  purpose: ChallengePurpose,
  userId: string | null,
  given: z.output<typeof assertion>,
): Promise<PasskeyProof> {
  const { database, at } = work;
  const challenge = challengeIn(given.response.clientDataJSON);
  const taken = await takeChallenge(work, purpose, userId, challenge);
  const [passkey] = await database.query.select().from(passkeys).where(eq(passkeys.credentialId, given.id));
  const wrong = { right: false, userId: passkey?.userId ?? null } as const;
  if (!taken || !passkey || (userId !== null && passkey.userId !== userId)) return wrong;
  if (!isHandleOf(passkey.userId, given.response.userHandle)) return wrong;
  const { id, origin } = partyOf(work);
  const verified = await verifyAuthenticationResponse({
    response: { ...given, clientExtensionResults: {} } as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    // It refuses a counter that did not rise: somebody has a copy of the key.
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(() => null);
  if (!verified?.verified) return wrong;
  const unchanged = and(eq(passkeys.id, passkey.id), eq(passkeys.counter, passkey.counter));
  return {
    right: true,
    passkey,
    writes: [
      expectThat(database, sql`exists (select 1 from ${passkeys} where ${unchanged})`),
      database.query
        .update(passkeys)
        .set({ counter: verified.authenticationInfo.newCounter, lastUsedAt: at })
        .where(unchanged),
    ],
  };
}

export const passkeyRefused = (): VaultError =>
  new VaultError(
    'invalid_credentials',
    'This passkey was not taken: it is not known here, or the answer came too late. Try again, or use another way.',
  );

const notMade = (): VaultError =>
  new VaultError('invalid_input', 'No passkey was made: the answer came too late, or was not for this site.');

/** Passkeys are bound to the origin under which the vault is reached, and to its host name. */
const partyOf = ({ origin }: Pick<Work, 'origin'>) => ({ id: new URL(origin).hostname, origin });

const toDescriptor = ({ credentialId, transports }: Passkey) => ({ id: credentialId, transports });

/** A passkey that was found without a name says whose it is. */
const isHandleOf = (userId: string, handle: string | undefined): boolean =>
  handle === undefined || Buffer.from(handle, 'base64url').toString('utf8') === userId;

/** What the browser says that it has signed; the verification compares it again. */
function challengeIn(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
