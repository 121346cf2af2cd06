'use client';

import { useRouter } from 'next/navigation';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PasskeyButton, useHasPasskeys } from '@/app/(public)/_parts/passkey-button';
import { useToast } from '@/components/toast';
import type { PasskeySummary } from '@/lib/vault';
import { makePasskey } from '@/lib/web/passkey-ceremony';
import { usePasskey } from '@/lib/web/use-passkey';
import { withProof } from '@/lib/web/with-proof';

const ADD = { begin: '/account/passkeys/begin', finish: '/account/passkeys/add' } as const;

export function AddPasskey() {
  const hasPasskeys = useHasPasskeys();
  const { show } = useToast();
  const router = useRouter();
  const { failure, pending, start } = usePasskey(
    () => withProof(() => makePasskey<PasskeySummary>(ADD)),
    ({ name }) => {
      show({ title: 'Passkey added', text: `It is called ${name}. From now on it signs you in.` });
      router.refresh();
    },
  );

  return (
    <div className="flex flex-col items-start gap-4">
      <FormProblem failure={failure} />
      <PasskeyButton pending={pending} onPress={start}>
        Add a passkey
      </PasskeyButton>
      {hasPasskeys === false && (
        <p className="text-sm text-muted">
          This browser has no passkeys here: it wants https, or this very machine.
        </p>
      )}
    </div>
  );
}
