import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  fetchUserInfo,
} from 'openid-client';
import type { SsoClaims, SsoExchange, SsoQuestion, Vault } from '@/lib/vault';
import { openClient, SCOPE } from './client';

interface Here {
  /** Where the provider sends the browser back to: of this origin, whatever a request says its host is. */
  readonly redirectUri: string;
  readonly privateHosts: readonly string[];
}

/** Where to send the browser. */
export async function authorizationUrl(question: SsoQuestion, here: Here): Promise<URL> {
  const { issuer, clientId, state, nonce, codeChallenge } = question;
  const config = await openClient({ issuer, clientId, privateHosts: here.privateHosts });
  return buildAuthorizationUrl(config, {
    redirect_uri: here.redirectUri,
    response_type: 'code',
    scope: SCOPE,
    state,
    nonce,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  });
}

/** Claims as the vault takes them, for the operation that follows. */
export interface Vouched {
  readonly state: string;
  readonly claims: string;
  readonly voucher: string;
}

/**
 * Checks a provider's answer (state, issuer, nonce, PKCE, signature, audience, expiry), and vouches for what it says.
 * `search` is what stands behind the question mark of the address to which the browser came back.
 */
export async function readAnswer(
  vault: Pick<Vault, 'vouch'>,
  exchange: SsoExchange,
  given: { readonly state: string; readonly search: URLSearchParams },
  here: Here,
): Promise<Vouched> {
  const { provider, clientId, clientSecret, codeVerifier, nonce, roleClaim } = exchange;
  const config = await openClient({
    issuer: provider.issuer,
    clientId,
    clientSecret: clientSecret(),
    privateHosts: here.privateHosts,
  });
  const tokens = await authorizationCodeGrant(config, new URL(`${here.redirectUri}?${given.search}`), {
    expectedState: given.state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier(),
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (!idToken) throw new TypeError('An ID token was expected.');
  const sources: Claims[] = [idToken];
  const isMissing = (name: string) => sources.every((source) => source[name] === undefined);
  if (isMissing('email') || (roleClaim !== null && isMissing(roleClaim))) {
    sources.push(...(await userInfo(config, tokens.access_token, idToken.sub)));
  }
  const claims = JSON.stringify(read(idToken.iss, idToken.sub, sources, roleClaim));
  return { state: given.state, claims, voucher: vault.vouch(given.state, claims) };
}

type Claims = Readonly<Record<string, unknown>>;

/** Of the same person, which is checked. */
async function userInfo(config: Configuration, accessToken: string, subject: string): Promise<Claims[]> {
  if (!config.serverMetadata().userinfo_endpoint) return [];
  return [await fetchUserInfo(config, accessToken, subject)];
}

function read(
  issuer: string,
  subject: string,
  sources: readonly Claims[],
  roleClaim: string | null,
): SsoClaims {
  const having = (name: string): Claims => sources.find((source) => source[name] !== undefined) ?? {};
  // The address and what is said of it come from one place.
  const { email, email_verified: verified } = having('email');
  const { name } = having('name');
  return {
    issuer,
    subject,
    email: typeof email === 'string' ? email : null,
    emailVerified: verified === true,
    name: typeof name === 'string' ? name : null,
    roles: roleClaim === null ? [] : textsIn(having(roleClaim)[roleClaim]),
  };
}

/** One text, or a list of them. Whatever else it is gives no role. */
function textsIn(claim: unknown): string[] {
  const all: unknown[] = Array.isArray(claim) ? claim : [claim];
  return all.filter((one): one is string => typeof one === 'string').slice(0, 1000);
}
