'use server';

import type { ReactNode } from 'react';
import { forAction } from '@/lib/web/action';
import { LastRead, LastReaders } from './last-readers';

/** What a secret's page says of who read a value, in two places. */
export interface LastReads {
  readonly last: ReactNode;
  readonly list: ReactNode;
}

/** As it is now. Null where that is not to be said any more. */
export async function lastReadsAction(org: string, id: string): Promise<LastReads | null> {
  const done = await forAction((vault, caller) => vault.describeAccess(caller, { id, organizationId: org }));
  if (done.status === 'error') return null;
  const { lastReads } = done.result;
  return {
    last: <LastRead read={lastReads[0]} />,
    list: <LastReaders org={org} secretId={id} reads={lastReads} />,
  };
}
