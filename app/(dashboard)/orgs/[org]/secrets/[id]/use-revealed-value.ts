'use client';

import { useCallback, useEffect, useState } from 'react';
import { announce } from '@/components/live-region';
import { fetchWithFacts } from './fetch-value';

const SHOWN_SECONDS = 30;

/** `What` is a value, or holds values. */
export type Revealed<What> =
  | { readonly phase: 'hidden' }
  | { readonly phase: 'fetching' }
  | { readonly phase: 'shown'; readonly what: What; readonly untilMs: number }
  | { readonly phase: 'failed'; readonly message: string };

/** One value, behind a mask until it is asked for. */
export function useRevealedValue(path: string, versionId: string | undefined) {
  const load = useCallback(async () => {
    const answer = await fetchWithFacts(path, 'reveal', versionId);
    return 'error' in answer ? answer : { what: answer };
  }, [path, versionId]);
  return useRevealed('Value', load);
}

/**
 * What is fetched on a click, and forgotten after 30 seconds, or as soon as the person looks elsewhere:
 * another window, another tab, another page. `load` stays the same function between renders.
 */
export function useRevealed<What>(
  /** For screen readers: "Value shown." */
  name: string,
  load: () => Promise<{ what: What } | { error: string }>,
) {
  const [revealed, setRevealed] = useState<Revealed<What>>({ phase: 'hidden' });

  const hide = useCallback(() => {
    setRevealed({ phase: 'hidden' });
    announce(`${name} hidden`);
  }, [name]);

  const reveal = useCallback(async () => {
    setRevealed({ phase: 'fetching' });
    const answer = await load();
    if ('error' in answer) {
      setRevealed({ phase: 'failed', message: answer.error });
      announce(answer.error, 'assertive');
      return;
    }
    // The person may have looked elsewhere while it was on its way.
    if (document.visibilityState === 'hidden') return hide();
    setRevealed({ phase: 'shown', what: answer.what, untilMs: Date.now() + SHOWN_SECONDS * 1000 });
    announce(`${name} shown. It hides again in ${SHOWN_SECONDS} seconds.`);
  }, [name, load, hide]);

  /** What failed before does not count any more: it was done in another way. */
  const forgive = useCallback(
    () => setRevealed((now) => (now.phase === 'failed' ? { phase: 'hidden' } : now)),
    [],
  );

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

  return { revealed, reveal, hide, forgive };
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
