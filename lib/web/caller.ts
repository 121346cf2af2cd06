import { cookies } from 'next/headers';
import { cache } from 'react';
import type { Caller } from '@/lib/vault';
import { requestFacts } from './request';
import { openSessionCookie, sessionCookie } from './session-cookie';

/**
 * Whoever holds the cookie of this request. It only carries the token: each operation looks it up in the vault,
 * so a session that was ended is out at once, whatever the cookie says.
 */
export const callerFromSession = cache(async (): Promise<Caller> => {
  const facts = await requestFacts();
  const { name } = await sessionCookie();
  const token = await openSessionCookie((await cookies()).get(name)?.value);
  return token === null ? { ...facts, via: 'nobody' } : { ...facts, via: 'session', token };
});

/** For what is done before anybody has signed in. */
export async function nobody(): Promise<Caller> {
  return { ...(await requestFacts()), via: 'nobody' };
}
