'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { revokeApiKeyAction } from './actions';
import { usePutAway } from './new-key';

/** Asks for the name: whatever uses the key stops working at once. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const { show } = useToast();
  const putAway = usePutAway();
  return (
    <AlertDialog
      title={`Revoke ${name}?`}
      description="Every program that uses this key is refused from its next request on. This cannot be undone."
      confirmLabel="Revoke key"
      typeToConfirm={name}
      action={async () => {
        const result = await withProof(() => revokeApiKeyAction(id));
        if (!result?.error) {
          putAway(id);
          show({ title: 'Key revoked', text: `${name} opens nothing any more.` });
        }
        return result;
      }}
      trigger={
        <Button size="sm" className="noscript:hidden" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
    />
  );
}
