import { decode } from 'next-auth/jwt';
import { runtime } from '@/lib/runtime';
import { SESSION_MS } from '@/lib/vault';

/** What the session's cookie is and how it is sealed. Inside is the session's token and nothing else. */
export interface SessionCookie {
  readonly name: string;
  /** Hex. Derived from the vault's own key: there is no secret to configure. */
  readonly secret: string;
  readonly secure: boolean;
  readonly maxAgeSeconds: number;
}

let known: SessionCookie | undefined;

export async function sessionCookie(): Promise<SessionCookie> {
  if (known) return known;
  const { env, vault } = await runtime();
  const secure = env.origin.startsWith('https:');
  known = {
    // The prefix makes browsers refuse it from a subdomain and from plain http.
    name: secure ? '__Host-strongroom-session' : 'strongroom-session',
    secret: Buffer.from(vault.deriveKey('session-cookie')).toString('hex'),
    secure,
    maxAgeSeconds: SESSION_MS / 1000,
  };
  return known;
}

/** The session's token out of the cookie; null for a cookie that this vault did not seal. */
export async function openSessionCookie(sealed: string | undefined): Promise<string | null> {
  if (!sealed) return null;
  const { name, secret } = await sessionCookie();
  try {
    const content = await decode<{ sid?: unknown }>({ token: sealed, secret, salt: name });
    return typeof content?.sid === 'string' ? content.sid : null;
  } catch {
    return null;
  }
}
