'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { removeAuthenticatorAction } from './actions';

export function RemoveAuthenticator() {
  const { show } = useToast();
  return (
    <AlertDialog
      title="Remove your authenticator app?"
      description="From then on your password alone signs you in. The recovery codes end with it."
      confirmLabel="Remove app"
      action={async () => {
        const result = await withProof(() => removeAuthenticatorAction());
        if (!result?.error) show({ title: 'App removed', text: 'Delete its entry on your phone too.' });
        return result;
      }}
      trigger={<Button className="noscript:hidden">Remove the app</Button>}
    />
  );
}
