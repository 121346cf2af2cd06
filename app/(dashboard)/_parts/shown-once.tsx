'use client';

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';
import { Notice } from '@/components/notice';

/** `show`s what was just made; `putAway` is for what makes one worthless: it need not be shown any more. */
export type Shown<Made> = { show: (made: Made) => void; putAway: (id: string) => void };

/** What a page shows once, such as a new key: until it is put away, or the page is left. */
export function useShownOnce<Made extends { id: string }>(): { made: Made | undefined; shown: Shown<Made> } {
  const [made, setMade] = useState<Made>();
  const shown = useMemo<Shown<Made>>(
    () => ({
      show: setMade,
      putAway: (id) => setMade((current) => (current?.id === id ? undefined : current)),
    }),
    [],
  );
  useEffect(() => {
    // Browsers and the router may keep a page that was left, and show it again as it was.
    const forget = () => setMade(undefined);
    addEventListener('pagehide', forget);
    return () => {
      removeEventListener('pagehide', forget);
      forget();
    };
  }, []);
  return { made, shown };
}

export type ShownOnceProps = {
  title: string;
  tone?: 'success' | 'warning';
  /** Null: it went elsewhere, and there are only words. `kind` is what one copies, such as `key`. */
  secret: { kind: string; label: string; text: string } | null;
  onDone: () => void;
  children: ReactNode;
};

/** It takes the focus: whoever made it copies it next. */
export function ShownOnce({ title, tone = 'success', secret, onDone, children }: ShownOnceProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="mb-6 rounded-lg outline-none">
      <Notice
        tone={tone}
        live
        title={title}
        actions={
          <>
            {secret && (
              <CopyButton
                variant="primary"
                label={`Copy ${secret.kind}`}
                getText={() => Promise.resolve(secret.text)}
              />
            )}
            <Button onClick={onDone}>{secret ? 'I have kept it' : 'Put away'}</Button>
          </>
        }
      >
        <p>{children}</p>
        {secret && (
          <div className="mt-2">
            <CodeBlock label={secret.label}>{secret.text}</CodeBlock>
          </div>
        )}
      </Notice>
    </div>
  );
}
