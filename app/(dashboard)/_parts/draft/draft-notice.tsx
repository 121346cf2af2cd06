'use client';

import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { Time } from '@/components/time';
import type { Draft } from './use-draft';

/** Offers what was left unsaved; it is not opened before somebody asks. */
export function DraftNotice({ draft, what }: { draft: Draft; what: string }) {
  if (draft.offered === null) return null;
  return (
    <Notice
      live
      title={`There is an unsaved draft of ${what}`}
      actions={
        <>
          <Button onClick={() => void draft.restore()}>Bring it back</Button>
          <Button variant="ghost" onClick={draft.forget}>
            Discard it
          </Button>
        </>
      }
    >
      {draft.problem ?? (
        <>
          Kept encrypted in this tab, <Time value={new Date(draft.offered)} />.
        </>
      )}
    </Notice>
  );
}
