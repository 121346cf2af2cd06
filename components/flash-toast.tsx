'use client';

import { startTransition, useEffect, useRef } from 'react';
import { type ToastTone, useToast } from './toast';

export type FlashToastProps = {
  /** Names the occasion: the toast is shown once for each id. */
  id: string;
  title: string;
  text?: string | undefined;
  tone?: ToastTone | undefined;
  actionLabel?: string | undefined;
  /** A server action; its error, if it returns one, becomes a toast. */
  action?: (() => Promise<{ error?: string | undefined } | undefined | void>) | undefined;
};

/** A toast for something that happened on the server before this page was shown. */
export function FlashToast({ id, title, text, tone, actionLabel, action }: FlashToastProps) {
  const toasts = useToast();
  const shownId = useRef<string>(undefined);

  useEffect(() => {
    if (shownId.current === id) return;
    shownId.current = id;
    const onPress = () =>
      startTransition(async () => {
        const result = await action?.();
        if (result?.error) toasts.show({ title: result.error, tone: 'danger' });
      });
    toasts.show({
      id,
      title,
      text,
      tone,
      action: action && actionLabel ? { label: actionLabel, onPress } : undefined,
    });
  }, [id, title, text, tone, actionLabel, action, toasts]);

  return null;
}
