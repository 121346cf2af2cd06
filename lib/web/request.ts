import { headers } from 'next/headers';
import { cache } from 'react';
import { newRequestId, type RequestFacts } from '@/lib/vault';
import { isFromThisSite as isToldFromThisSite } from './this-site';

/** One id for all that is done to make one page; an action or a route handler asks once. */
const requestId = cache(newRequestId);

/** Who asks from where. The server in front of Next writes the peer's address into the header, and strips a forged one. */
export async function requestFacts(): Promise<RequestFacts> {
  const given = await headers();
  const address = given.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const userAgent = given.get('user-agent');
  return { requestId: requestId(), ...(address ? { address } : {}), ...(userAgent ? { userAgent } : {}) };
}

/** The server in front of Next asks the same of whatever writes: this is for the routes that give something away. */
export async function isFromThisSite(origin: string): Promise<boolean> {
  const given = await headers();
  const told = (name: string) => given.get(name) ?? undefined;
  return isToldFromThisSite({ 'sec-fetch-site': told('sec-fetch-site'), origin: told('origin') }, origin);
}
