import { runtime } from '@/lib/runtime';
import { openClient } from '@/lib/sso/client';
import { problemOf } from '@/lib/sso/problem';
import type { IdentityProvider } from '@/lib/vault';
import { logFault } from './fault';
import { requestFacts } from './request';

/**
 * Reads a provider's discovery document, as a sign-in would: what is wrong with it, in words, or null.
 * Whoever calls this may change the provider.
 */
export async function problemAt({ issuer, clientId }: IdentityProvider): Promise<string | null> {
  const { env } = await runtime();
  try {
    await openClient({ issuer, clientId, privateHosts: env.ssoPrivateHosts });
    return null;
  } catch (error) {
    const words = problemOf(error);
    const { requestId } = await requestFacts();
    if (words === null) logFault(requestId, error);
    return words ?? `Something went wrong here: quote ${requestId}.`;
  }
}

export async function testProvider(provider: IdentityProvider): Promise<string> {
  const problem = await problemAt(provider);
  return problem === null
    ? 'It answers, and is what it says it is. Whether the client id and secret are right shows at the first sign-in.'
    : `It cannot be used as it is. ${problem}`;
}
