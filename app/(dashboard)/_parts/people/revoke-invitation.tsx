'use client';

import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
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
        <Button size="sm" className="noscript:hidden" aria-label={`Withdraw the invitation of ${email}`}>
          Withdraw
        </Button>
      }
    />
  );
}
