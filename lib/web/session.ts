import { cache } from 'react';
import { type CurrentSession, isVaultError, type OperationName } from '@/lib/vault';
import { callerFromSession } from './caller';
import { toFault } from './fault';
import { openedVault } from './vault';

/** Who is signed in, for names and for which buttons to show; null if nobody is. Decides nothing. */
export const currentSession = cache(async (): Promise<CurrentSession | null> => {
  const caller = await callerFromSession();
  if (caller.via === 'nobody') return null;
  const vault = await openedVault();
  try {
    return await vault.describeSession(caller, {});
  } catch (error) {
    if (isVaultError(error) && error.code === 'unauthenticated') return null;
    throw toFault(error, caller.requestId);
  }
});

/** Whether to show a button. `organizationId` null asks for the whole environment. */
export function may(
  session: CurrentSession | null,
  operation: OperationName,
  organizationId: string | null,
): boolean {
  const reach = session?.may[operation];
  if (reach === undefined) return false;
  return reach === 'all' || (organizationId !== null && reach.includes(organizationId));
}

/** Somebody who has no role at all, or none that counts in this session: there is no list to ask for. */
export const belongsNowhere = (session: CurrentSession): boolean =>
  session.may['organization.list'] === undefined;
