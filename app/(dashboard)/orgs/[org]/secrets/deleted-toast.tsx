'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { FlashToast } from '@/components/flash-toast';
import { focusHeading } from '@/components/focus-heading';
import { undoDeleteAction } from './actions';
import { deletedNames } from './deleted-names';

export type DeletedToastProps = { organizationId: string; secretId: string | undefined };

/** Says what has just gone to the trash, and takes it back. A reload or a shared link does not say it again. */
export function DeletedToast({ organizationId, secretId }: DeletedToastProps) {
  const pathname = usePathname();
  const search = useSearchParams();

  useEffect(() => {
    if (!secretId) return;
    const rest = new URLSearchParams(search);
    rest.delete('deleted');
    history.replaceState(null, '', rest.size > 0 ? `${pathname}?${rest}` : pathname);
  }, [secretId, search, pathname]);

  // What had the focus is gone with its page.
  useEffect(() => {
    if (secretId) focusHeading();
  }, [secretId]);

  if (!secretId) return null;
  const name = deletedNames.get(secretId);
  return (
    <FlashToast
      id={secretId}
      title="Moved to the trash"
      text={name === undefined ? 'It can be restored from there.' : `${name} can be restored from there.`}
      actionLabel="Undo"
      action={() => undoDeleteAction(organizationId, secretId)}
    />
  );
}
