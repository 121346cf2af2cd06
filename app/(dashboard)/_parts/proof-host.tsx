'use client';

import { useEffect, useRef, useState } from 'react';
import { preloadDialog } from '@/components/dialog';
import { later, useLater } from '@/components/later';
import { toasts } from '@/components/toasts';
import type { ProofWays } from '@/lib/vault';
import { isFailure, postJson } from '@/lib/web/post-json';
import { serveProofs } from '@/lib/web/with-proof';

const dialogPart = later(() => import('./proof-dialog'));

/** Where a proof is asked for, once in each shell. All of it is loaded when something first wants one. */
export function ProofHost() {
  const [ways, setWays] = useState<ProofWays>();
  const [open, setOpen] = useState(false);
  const answer = useRef<(proven: boolean) => void>(undefined);
  const parts = useLater(dialogPart);

  function done(proven: boolean) {
    setOpen(false);
    answer.current?.(proven);
    answer.current = undefined;
  }

  useEffect(() => {
    async function ask(): Promise<boolean> {
      const [known, ...loaded] = await Promise.all([
        postJson<ProofWays>('/confirm/ways', {}),
        dialogPart.want(),
        preloadDialog(),
      ]);
      if (isFailure(known) || loaded.includes(false)) {
        toasts.show({
          id: 'not-loaded',
          title: 'Not opened',
          text: isFailure(known) ? known.message : 'The server could not be reached. Try again.',
          tone: 'danger',
        });
        return false;
      }
      setWays(known);
      setOpen(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    }
    const stop = serveProofs(ask);
    return () => {
      stop();
      // The page was left: nobody answers any more.
      answer.current?.(false);
    };
  }, []);

  return parts && ways && <parts.ProofDialog ways={ways} open={open} onDone={done} />;
}
