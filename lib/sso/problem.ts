import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { UnsafeRequest } from './guarded-fetch';

/**
 * What went wrong between here and a provider, in words for whoever set it up. Nothing that the provider sent stands in
 * them but the short code of its error: the rest may be anything, tokens included. Null: it went wrong in here.
 */
export function problemOf(error: unknown): string | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof UnsafeRequest) return e.message;
    if (e instanceof AuthorizationResponseError || e instanceof ResponseBodyError) {
      return `The provider answers ${codeIn(e.error)}.`;
    }
    // How most refuse a client: RFC 6749, section 5.2.
    if (e instanceof WWWAuthenticateChallengeError) {
      return `The provider refuses what it was sent (status ${e.status}). Look at the client id and the client secret.`;
    }
  }
  const code = systemCode(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'There is no such host.';
  if (code === 'ECONNREFUSED') return 'Nothing answers there.';
  if (code && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return 'Its certificate is not trusted here. If it is your own, name its authority in NODE_EXTRA_CA_CERTS.';
  }
  if (error instanceof Error && /abort|timeout/i.test(`${error.name} ${code ?? ''}`)) {
    return 'It did not answer in time.';
  }
  if (error instanceof ClientError && code)
    return OAUTH[code] ?? `Its answer was not taken (${codeIn(code)}).`;
  return error instanceof ClientError ? 'Its answer makes no sense here.' : null;
}

/** The provider itself says no, or the person did. */
export const isDenied = (error: unknown): boolean => error instanceof AuthorizationResponseError;

const NO_DOCUMENT = 'There is no discovery document at this issuer.';
const OAUTH: Readonly<Record<string, string>> = {
  OAUTH_PARSE_ERROR: NO_DOCUMENT,
  OAUTH_RESPONSE_IS_NOT_CONFORM: NO_DOCUMENT,
  OAUTH_RESPONSE_IS_NOT_JSON: NO_DOCUMENT,
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'It names another issuer than the one that you gave.',
  OAUTH_TIMEOUT: 'It did not answer in time.',
};

function systemCode(error: unknown): string | undefined {
  let found: string | undefined;
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (typeof code === 'string') found = /^[A-Z_0-9]{3,60}$/.test(code) ? code : found;
  }
  return found;
}

const codeIn = (text: string): string => text.replaceAll(/[^a-zA-Z_0-9]/g, '').slice(0, 60) || 'an error';
