'use client';

import { useEffect, useRef, useState } from 'react';
import { preloadDialog } from '@/components/dialog';
import { later, useLater } from '@/components/later';
import { toasts } from '@/components/toasts';
import { serveReasons } from '@/lib/web/with-reason';

const dialogPart = later(() => import('./reason-dialog'));

/** Where a person says why they open a value, if the organization wants to know. Loaded when that is first asked. */
export function ReasonHost() {
  const [open, setOpen] = useState(false);
  const answer = useRef<(reason: string | undefined) => void>(undefined);
  const parts = useLater(dialogPart);

  function done(reason: string | undefined) {
    setOpen(false);
    answer.current?.(reason);
    answer.current = undefined;
  }

  useEffect(() => {
    async function ask(): Promise<string | undefined> {
      const loaded = await Promise.all([dialogPart.want(), preloadDialog()]);
      if (loaded.includes(false)) {
        toasts.show({
          id: 'not-loaded',
          title: 'Not opened',
          text: 'The server could not be reached. Try again.',
          tone: 'danger',
        });
        return undefined;
      }
      setOpen(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    }
    const stop = serveReasons(ask);
    return () => {
      stop();
      // The page was left: nobody answers any more.
      answer.current?.(undefined);
    };
  }, []);

  return parts && <parts.ReasonDialog open={open} onDone={done} />;
}
