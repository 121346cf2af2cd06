'use server';

import type { ReactNode } from 'react';
import { forAction } from '@/lib/web/action';
import { LastRead, LastReaders } from './last-readers';

/** What the page says of who read a value last, as it is now. Null where that is not to be said any more. */
export async function lastReadsAction(part: 'last' | 'list', org: string, id: string): Promise<ReactNode> {
  const done = await forAction((vault, caller) => vault.describeAccess(caller, { id, organizationId: org }));
  if (done.status === 'error') return null;
  const { lastReads } = done.result;
  return part === 'last' ? (
    <LastRead read={lastReads[0]} />
  ) : (
    <LastReaders org={org} secretId={id} reads={lastReads} />
  );
}
