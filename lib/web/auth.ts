import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { isVaultError } from '@/lib/vault';
import { requestFacts } from './request';
import { sessionCookie } from './session-cookie';
import { openedVault } from './vault';

/** Tokens of sessions that the vault has just made for a request of this process. */
const made = new Set<string>();

/**
 * Puts a session into this browser's cookie, however it began: with a password, a passkey or at an identity provider.
 * `token` is what the vault's operation gave.
 */
export async function startSession(token: string): Promise<void> {
  made.add(token);
  try {
    await signIn('credentials', { token, redirect: false, redirectTo: '/' });
  } finally {
    made.delete(token);
  }
}

async function config(): Promise<NextAuthConfig> {
  const { name, secret, secure, maxAgeSeconds } = await sessionCookie();
  return {
    secret,
    // The server in front of Next writes the forwarded headers itself.
    trustHost: true,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: maxAgeSeconds },
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } },
    },
    providers: [
      Credentials({
        credentials: { token: {} },
        // A request from outside brings nothing in here: nobody puts a session of their own into another's browser.
        authorize: ({ token }) => (typeof token === 'string' && made.has(token) ? { id: token } : null),
      }),
    ],
    callbacks: {
      // `user` is there at the sign-in only. Nothing but the token goes into the cookie.
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      // What /api/auth/session tells a script: when the cookie ends. Pages ask the vault.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: async (message) => endSession('token' in message ? message.token?.sid : undefined) },
    logger: {
      // The message or its cause may hold what was typed; the kind is enough to look for it.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) console.error(`Sign-in failed: ${error.name}`);
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** To end what has ended already is no fault. */
async function endSession(token: unknown): Promise<void> {
  if (typeof token !== 'string') return;
  const vault = await openedVault();
  try {
    await vault.revokeSession({ ...(await requestFacts()), via: 'session', token }, {});
  } catch (error) {
    if (!isVaultError(error)) throw error;
  }
}

const { handlers, signIn, signOut } = NextAuth(config);

export { handlers, signOut };
