'use client';

import { Trash2 } from 'lucide-react';
import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { withProof } from '@/lib/web/with-proof';
import { purgeSecretAction } from './actions';

export type PurgeSecretProps = { organizationId: string; secretId: string; name: string };

/** Asks for the name: nothing brings this back. */
export function PurgeSecret({ organizationId, secretId, name }: PurgeSecretProps) {
  const { show } = useToast();
  return (
    <AlertDialog
      title={`Delete ${name} for good?`}
      description="Every version of its value is destroyed, and the keys of its versions with them. Nobody can bring it back. What was done with it stays in the activity."
      confirmLabel="Delete for good"
      typeToConfirm={name}
      action={async () => {
        const result = await withProof(() => purgeSecretAction({ organizationId, secretId, name }));
        if (!result?.error) show({ title: 'Deleted for good', text: `${name} and its versions are gone.` });
        return result;
      }}
      trigger={
        <Button
          size="sm"
          variant="ghost"
          className="noscript:hidden"
          icon={<Trash2 aria-hidden="true" />}
          aria-label={`Delete ${name} for good`}
        >
          <span className="@max-2xl:sr-only">Delete for good</span>
        </Button>
      }
    />
  );
}
