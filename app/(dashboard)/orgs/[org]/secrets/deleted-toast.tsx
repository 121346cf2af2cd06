'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { FlashToast } from '@/components/flash-toast';
import { undoDeleteAction } from './actions';

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

  if (!secretId) return null;
  return (
    <FlashToast
      id={secretId}
      title="Moved to the trash"
      text="It can be restored from there."
      actionLabel="Undo"
      action={() => undoDeleteAction(organizationId, secretId)}
    />
  );
}
