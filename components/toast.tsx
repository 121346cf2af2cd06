'use client';

import { useEffect } from 'react';
import { later, useLater } from './later';
import { announce } from './live-region';
import { onWaiting, type Toasts, takeWaiting, toasts } from './toasts';

export type { ToastOptions, Toasts, ToastTone } from './toasts';

const hostPart = later(() => import('./toast-host'));

/** A browser that does not say when it is idle gets them this late. */
const IDLE_MS = 2_000;

export function useToast(): Toasts {
  return toasts;
}

/**
 * Where toasts appear. Mounted once, by Providers. What shows them is loaded when the browser has nothing else to do,
 * and not with the first toast: that one may have to say that the server is gone.
 */
export function ToastArea() {
  const parts = useLater(hostPart);
  useEffect(() => onWaiting(() => void showOrSay()), []);
  useEffect(() => whenIdle(() => void hostPart.want()), []);
  return parts && <parts.ToastHost />;
}

async function showOrSay(): Promise<void> {
  if (await hostPart.want()) return;
  for (const { title, text } of takeWaiting())
    announce([title, text].filter(Boolean).join('. '), 'assertive');
}

/** @returns what calls it off. */
function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const idle = requestIdleCallback(work);
    return () => cancelIdleCallback(idle);
  }
  const timer = setTimeout(work, IDLE_MS);
  return () => clearTimeout(timer);
}
