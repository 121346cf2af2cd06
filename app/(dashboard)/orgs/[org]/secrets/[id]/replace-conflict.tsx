'use client';

import { useState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { Time } from '@/components/time';
import type { CurrentVersion } from '@/lib/vault';
import { SecretValue } from './secret-value';

export type ReplaceConflictProps = {
  current: CurrentVersion;
  valuePath: string;
  pending: boolean;
  onDiscard: () => void;
};

/** Somebody was faster. The draft stays below; three ways on, and none is taken by itself. */
export function ReplaceConflict({ current, valuePath, pending, onDiscard }: ReplaceConflictProps) {
  const [comparing, setComparing] = useState(false);
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
            <Button onClick={() => setComparing(true)} disabled={comparing}>
              Look at theirs
            </Button>
            <Button variant="ghost" onClick={onDiscard}>
              Discard mine
            </Button>
          </>
        }
      >
        It happened <Time value={current.updatedAt} />. Nothing of yours was saved, and your draft is still
        here.
      </Notice>
      {comparing && (
        <div className="rounded-lg border p-4">
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
