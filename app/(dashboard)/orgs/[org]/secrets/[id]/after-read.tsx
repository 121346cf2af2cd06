'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { type LastReads, lastReadsAction } from './last-reads-action';
import { onRead, type Read } from './reads';

type Props = { org: string; secretId: string; part: keyof LastReads; children: ReactNode };

/**
 * What the page says of reads, and says anew after each one that is made on it. Nothing else of the page is asked for: to
 * make all of it is a line in the trail. A newer page counts before that.
 */
export function AfterRead({ org, secretId, part, children }: Props) {
  const [fresh, setFresh] = useState<{ readonly of: ReactNode; readonly shown: ReactNode }>();
  useEffect(
    () =>
      onRead((read) => {
        askedOnce(read, org, secretId).then(
          (parts) => parts && setFresh({ of: children, shown: parts[part] }),
          // It is as old as it was.
          () => undefined,
        );
      }),
    [org, secretId, part, children],
  );
  return fresh && fresh.of === children ? fresh.shown : children;
}

const asked = new WeakMap<Read, Promise<LastReads | null>>();

/** However many places say something of it. */
function askedOnce(read: Read, org: string, secretId: string): Promise<LastReads | null> {
  const answer = asked.get(read) ?? lastReadsAction(org, secretId);
  asked.set(read, answer);
  return answer;
}
