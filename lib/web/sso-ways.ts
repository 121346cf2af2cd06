import { cache } from 'react';
import { nobody } from './caller';
import { toFault } from './fault';
import { openedVault } from './vault';

/** The identity providers of the environment: for whoever has not said who they are. */
export const waysToSignIn = cache(async () => {
  const caller = await nobody();
  try {
    return await (await openedVault()).discoverSignIn(caller, {});
  } catch (error) {
    throw toFault(error, caller.requestId);
  }
});
