import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { runtime } from '@/lib/runtime';
import { authorizationUrl, readAnswer } from '@/lib/sso/exchange';
import { isDenied, problemOf } from '@/lib/sso/problem';
import type { SsoExchange } from '@/lib/vault';
import { startSession } from './auth';
import { callerFromSession, nobody } from './caller';
import { logFault } from './fault';
import { safeNextPath } from './next-path';
import { isFromThisSite } from './request';
import { problemCode } from './sso-problems';

const CALLBACK = '/sign-in/sso/callback';
/** Where somebody connects an account with an identity provider. */
export const OWN_SSO = '/account/sso';
/** As long as the vault waits for an answer. */
const COOKIE_SECONDS = 600;

async function here() {
  const { env, vault } = await runtime();
  const secure = env.origin.startsWith('https:');
  return {
    vault,
    origin: env.origin,
    secure,
    /** The browser's own token while it is away. Sent with a top-level return from another site, and not to scripts. */
    cookie: secure ? '__Host-strongroom-sso' : 'strongroom-sso',
    redirectUri: (organizationId: string | null) =>
      env.origin + CALLBACK + (organizationId === null ? '' : `/${organizationId}`),
    privateHosts: env.ssoPrivateHosts,
  };
}

/** What to register at a provider: each place has its own, and no code comes back to that of another. Null: the environment's. */
export async function redirectUri(organizationId: string | null): Promise<string> {
  return (await here()).redirectUri(organizationId);
}

/** Sends the browser to a provider: to sign in, or to connect the account that is signed in. */
export async function leaveForProvider(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const links = searchParams.get('connect') === 'yes';
  const next = safeNextPath(searchParams.get('next'));
  const back = (code: string) => goTo(links ? OWN_SSO : '/sign-in', { sso: code, next });
  const place = await here();
  // Else another site could send people to sign in, or their account to be connected, unasked.
  if (!(await isFromThisSite(place.origin))) return goTo('/sign-in', { next });
  const asked = { providerId: searchParams.get('provider') ?? '', browser: await browserToken(place), next };
  try {
    const question = links
      ? await place.vault.beginIdentityLink(await callerFromSession(), asked)
      : await place.vault.beginSso(await nobody(), asked);
    const { privateHosts } = place;
    const at = { redirectUri: place.redirectUri(question.organizationId), privateHosts };
    return away(await authorizationUrl(question, at));
  } catch (error) {
    return back(await codeOf(error, asked.providerId));
  }
}

/** Takes the browser back, with what the provider says. `organizationId`: to whose redirect URI. */
export async function comeBackFromProvider(
  request: Request,
  organizationId: string | null,
): Promise<Response> {
  const search = new URL(request.url).searchParams;
  const state = search.get('state') ?? '';
  const place = await here();
  const { vault, privateHosts } = place;
  const browser = (await cookies()).get(place.cookie)?.value ?? '';
  let exchange: SsoExchange | undefined;
  try {
    exchange = await vault.takeSsoAnswer(await nobody(), { state, browser, organizationId });
    const at = { redirectUri: place.redirectUri(organizationId), privateHosts };
    const vouched = await readAnswer(vault, exchange, { state, search }, at);
    if (exchange.links) {
      await vault.linkIdentity(await callerFromSession(), vouched);
      return goTo(OWN_SSO, { done: 'connected' });
    }
    const session = await vault.createSsoSession(await nobody(), vouched);
    await startSession(session.token);
    return goTo(safeNextPath(exchange.next));
  } catch (error) {
    const code = await codeOf(error, exchange?.provider.id ?? 'unknown');
    if (exchange?.links) return goTo(OWN_SSO, { sso: code });
    // Whoever proves the other account goes on to connect it.
    const next = code === 'link_needed' ? OWN_SSO : safeNextPath(exchange?.next);
    return goTo('/sign-in', { sso: code, next });
  }
}

/** One for each browser for as long as it lasts: two tabs may be away at the same time. */
async function browserToken({ cookie, secure }: { cookie: string; secure: boolean }): Promise<string> {
  const jar = await cookies();
  const given = jar.get(cookie)?.value ?? '';
  const token = /^[\w-]{43}$/.test(given) ? given : randomBytes(32).toString('base64url');
  jar.set(cookie, token, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: COOKIE_SECONDS });
  return token;
}

/** What is no refusal by the vault went wrong on the way: the log says how, in words without anything of anybody. */
async function codeOf(error: unknown, providerId: string): Promise<string> {
  const known = problemCode(error);
  if (known) return known;
  if (isDenied(error)) return 'denied';
  const words = problemOf(error);
  const { requestId } = await nobody();
  if (words === null) logFault(requestId, error);
  else console.error(`Single sign-on at ${providerId.slice(0, 40)} failed (${requestId}): ${words}`);
  return 'provider';
}

const NOT_KEPT = { 'Cache-Control': 'no-store' };

/** A path of this site. */
function goTo(path: string, search: Readonly<Record<string, string>> = {}): Response {
  const given = Object.entries(search).filter(([name, value]) => name !== 'next' || value !== '/');
  const Location = given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
  return new Response(null, { status: 303, headers: { ...NOT_KEPT, Location } });
}

const away = (url: URL): Response =>
  new Response(null, { status: 303, headers: { ...NOT_KEPT, Location: url.href } });
