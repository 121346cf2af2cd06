import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { isVaultError, type VaultError } from '@/lib/vault';
import { nobody } from './caller';
import { requestFacts } from './request';
import { sessionCookie } from './session-cookie';
import { openedVault } from './vault';

/** A refused sign-in, with the vault's own words for the form. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: VaultError) {
    super();
    this.code = refusal.code;
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
        credentials: { email: {}, password: { type: 'password' } },
        authorize: async ({ email, password }) => ({ id: await newSessionToken(email, password) }),
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

async function newSessionToken(email: unknown, password: unknown): Promise<string> {
  const vault = await openedVault();
  const given = {
    email: typeof email === 'string' ? email : '',
    password: typeof password === 'string' ? password : '',
  };
  try {
    return (await vault.createSession(await nobody(), given)).token;
  } catch (error) {
    if (isVaultError(error)) throw new SignInRefused(error);
    throw error;
  }
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

export const { handlers, signIn, signOut } = NextAuth(config);
