'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { withProof } from '@/lib/web/with-proof';
import { removeIdentityAction } from './actions';

export function RemoveIdentity({ id, name }: { id: string; name: string }) {
  return (
    <AlertDialog
      title={`Disconnect ${name}?`}
      description="You cannot sign in there any more, and other sessions that began there end. You can connect it again."
      confirmLabel="Disconnect"
      action={() => withProof(() => removeIdentityAction(id))}
      trigger={
        <Button size="sm" className="noscript:hidden" aria-label={`Disconnect ${name}`}>
          Disconnect
        </Button>
      }
    />
  );
}
