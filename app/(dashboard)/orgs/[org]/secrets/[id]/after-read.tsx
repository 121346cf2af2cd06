'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { onRead } from './reads';

type Props = {
  /** Asks the server for this part anew. Nothing else of the page is: to make all of it is a line in the trail. */
  again: () => Promise<ReactNode>;
  children: ReactNode;
};

/** What the page says of reads, and says anew after each one that is made on it. A newer page counts before that. */
export function AfterRead({ again, children }: Props) {
  const [fresh, setFresh] = useState<{ readonly of: ReactNode; readonly shown: ReactNode }>();
  useEffect(
    () =>
      onRead(() => {
        again().then(
          (shown) => shown && setFresh({ of: children, shown }),
          // It is as old as it was.
          () => undefined,
        );
      }),
    [again, children],
  );
  return fresh && fresh.of === children ? fresh.shown : children;
}
