'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { removePasskeyAction } from './actions';

export function RemovePasskey({ id, name }: { id: string; name: string }) {
  const { show } = useToast();
  return (
    <AlertDialog
      title={`Remove the passkey ${name}?`}
      description="It signs you in no more. A session that began with it goes on: end it above if you lost the device."
      confirmLabel="Remove passkey"
      action={async () => {
        const result = await withProof(() => removePasskeyAction(id));
        if (!result?.error)
          show({ title: 'Passkey removed', text: 'Delete it on your device too: it opens nothing here.' });
        return result;
      }}
      trigger={
        <Button size="sm" aria-label={`Remove the passkey ${name}`}>
          Remove
        </Button>
      }
    />
  );
}
