import { cache } from 'react';
import { nobody } from './caller';
import { toFault } from './fault';
import { openedVault } from './vault';

/** Whether the vault has a user: without one there is nobody who could sign in. */
export const isSetUp = cache(async (): Promise<boolean> => {
  const caller = await nobody();
  try {
    return (await (await openedVault()).describeSetup(caller, {})).isSetUp;
  } catch (error) {
    throw toFault(error, caller.requestId);
  }
});
