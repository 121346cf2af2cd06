'use client';

import { useCallback, useEffect, useState } from 'react';
import { announce } from '@/components/live-region';
import { fetchValue } from './fetch-value';

const SHOWN_SECONDS = 30;

export type Revealed =
  | { readonly phase: 'hidden' }
  | { readonly phase: 'fetching' }
  | { readonly phase: 'shown'; readonly value: string; readonly untilMs: number }
  | { readonly phase: 'failed'; readonly message: string };

/**
 * A value that is fetched on a click, and forgotten after 30 seconds, or as soon as the person looks elsewhere:
 * another window, another tab, another page.
 */
export function useRevealedValue(path: string, versionId: string | undefined) {
  const [revealed, setRevealed] = useState<Revealed>({ phase: 'hidden' });

  const hide = useCallback(() => {
    setRevealed({ phase: 'hidden' });
    announce('Value hidden');
  }, []);

  const reveal = useCallback(async () => {
    setRevealed({ phase: 'fetching' });
    const answer = await fetchValue(path, 'reveal', versionId);
    if (typeof answer !== 'string') {
      setRevealed({ phase: 'failed', message: answer.error });
      announce(answer.error, 'assertive');
      return;
    }
    // The person may have looked elsewhere while it was on its way.
    if (document.visibilityState === 'hidden') return hide();
    setRevealed({ phase: 'shown', value: answer, untilMs: Date.now() + SHOWN_SECONDS * 1000 });
    announce(`Value shown. It hides again in ${SHOWN_SECONDS} seconds.`);
  }, [path, versionId, hide]);

  const untilMs = revealed.phase === 'shown' ? revealed.untilMs : undefined;
  useEffect(() => {
    if (untilMs === undefined) return;
    const timer = setTimeout(hide, Math.max(0, untilMs - Date.now()));
    const leave = () => {
      if (document.visibilityState === 'hidden') hide();
    };
    addEventListener('blur', hide);
    addEventListener('pagehide', hide);
    document.addEventListener('visibilitychange', leave);
    return () => {
      clearTimeout(timer);
      removeEventListener('blur', hide);
      removeEventListener('pagehide', hide);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [untilMs, hide]);

  return { revealed, reveal, hide };
}

/** Whole seconds until a moment, counted down on the screen. */
export function useSecondsUntil(untilMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
