'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { Time } from '@/components/time';
import type { CurrentVersion } from '@/lib/vault';
import { SecretValue } from './secret-value';

export type ReplaceConflictProps = {
  current: CurrentVersion;
  valuePath: string;
  opens: boolean;
  pending: boolean;
  onDiscard: () => void;
};

/** Somebody was faster. The draft stays below; three ways on, and none is taken by itself. */
export function ReplaceConflict({ current, valuePath, opens, pending, onDiscard }: ReplaceConflictProps) {
  const [comparing, setComparing] = useState(false);
  const theirs = useRef<HTMLDivElement>(null);
  // The button that was pressed is of no more use: the way goes on to what it brought.
  useEffect(() => {
    if (comparing) theirs.current?.querySelector('button')?.focus();
  }, [comparing]);
  return (
    <div data-form-error tabIndex={-1} className="flex flex-col gap-3 rounded-lg outline-none">
      <Notice
        tone="warning"
        live
        title={`${current.updatedByName} replaced this value while you were writing`}
        actions={
          <>
            <Button type="submit" name="over" value={current.versionId} variant="primary" pending={pending}>
              Save mine over it
            </Button>
            {opens && (
              <Button onClick={() => setComparing(true)} disabled={comparing} className="noscript:hidden">
                Look at theirs
              </Button>
            )}
            <Button variant="ghost" onClick={onDiscard} className="noscript:hidden">
              Discard mine
            </Button>
          </>
        }
      >
        It happened <Time value={current.updatedAt} />. Nothing of yours was saved
        <span className="noscript:hidden">, and your draft is still here</span>
        <noscript>; this browser runs no scripts, so write your draft again</noscript>.
      </Notice>
      {comparing && (
        <div ref={theirs} className="rounded-lg border p-4">
          <h3 className="mb-2 text-sm font-medium">Theirs</h3>
          <SecretValue
            key={current.versionId}
            path={valuePath}
            versionId={current.versionId}
            label={`The value that ${current.updatedByName} wrote`}
          />
        </div>
      )}
    </div>
  );
}
