'use client';

import { X } from 'lucide-react';
import { AlertDialog } from '@/components/alert-dialog';
import { IconButton } from '@/components/icon-button';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { revokeInvitationAction } from './actions';
import { usePutAway } from './new-invitation';

export function RevokeInvitation({ id, email }: { id: string; email: string }) {
  const { show } = useToast();
  const putAway = usePutAway();
  return (
    <AlertDialog
      title="Withdraw the invitation?"
      description={`The link that ${email} has opens nothing any more. You can invite them again.`}
      confirmLabel="Withdraw"
      action={async () => {
        const result = await withProof(() => revokeInvitationAction(id));
        if (!result?.error) {
          putAway(id);
          show({ title: 'Invitation withdrawn', text: `The link of ${email} opens nothing any more.` });
        }
        return result;
      }}
      trigger={
        <IconButton
          label={`Withdraw the invitation of ${email}`}
          tooltip={false}
          className="noscript:hidden"
          icon={<X aria-hidden="true" />}
        />
      }
    />
  );
}
