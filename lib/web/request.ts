import { headers } from 'next/headers';
import { cache } from 'react';
import { newRequestId, type RequestFacts } from '@/lib/vault';

/** One id for all that is done to make one page; an action or a route handler asks once. */
const requestId = cache(newRequestId);

/** Who asks from where. The server in front of Next writes the peer's address into the header, and strips a forged one. */
export async function requestFacts(): Promise<RequestFacts> {
  const given = await headers();
  const address = given.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const userAgent = given.get('user-agent');
  return { requestId: requestId(), ...(address ? { address } : {}), ...(userAgent ? { userAgent } : {}) };
}

/**
 * Whether the browser says that a page of this very site made the request. A program sends what it likes,
 * but a program has no cookie of somebody else.
 */
export async function isFromThisSite(origin: string): Promise<boolean> {
  const given = await headers();
  const site = given.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return given.get('origin') === origin;
}
