import { runtime } from '@/lib/runtime';
import { openClient } from '@/lib/sso/client';
import { problemOf } from '@/lib/sso/problem';
import type { IdentityProvider } from '@/lib/vault';
import { logFault } from './fault';
import { requestFacts } from './request';

/** Reads a provider's discovery document, as a sign-in would. Whoever calls this may change the provider. */
export async function testProvider({ issuer, clientId }: IdentityProvider): Promise<string> {
  const { env } = await runtime();
  try {
    await openClient({ issuer, clientId, privateHosts: env.ssoPrivateHosts });
    return 'It answers, and is what it says it is. Whether the client id and secret are right shows at the first sign-in.';
  } catch (error) {
    const words = problemOf(error);
    const { requestId } = await requestFacts();
    if (words === null) logFault(requestId, error);
    return `It cannot be used as it is. ${words ?? `Something went wrong here: quote ${requestId}.`}`;
  }
}
