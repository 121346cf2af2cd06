'use client';

import { useCallback } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { fetchValue } from './fetch-value';
import { SecretValue } from './secret-value';
import { ValueDiff } from './value-diff';

export type OldVersionProps = {
  path: string;
  name: string;
  versionId: string;
  number: number;
  currentId: string;
};

/** An older value, behind the same mask. To close the dialog is to hide it. */
export function OldVersion({ path, name, versionId, number, currentId }: OldVersionProps) {
  const old = useCallback(() => fetchValue(path, 'reveal', versionId), [path, versionId]);
  const current = useCallback(() => fetchValue(path, 'reveal', currentId), [path, currentId]);
  return (
    <Dialog
      size="lg"
      title={`Version ${number}`}
      description={`An older value of ${name}. Revealing and copying it are recorded too.`}
      trigger={
        <Button variant="ghost" size="sm" className="noscript:hidden" aria-label={`Open version ${number}`}>
          Open
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <SecretValue path={path} versionId={versionId} label={`Value of ${name}, version ${number}`} />
        <ValueDiff before={old} after={current} button="Compare with the current value" since="Since then" />
      </div>
    </Dialog>
  );
}
