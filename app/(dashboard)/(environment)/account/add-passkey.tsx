'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PasskeyButton, useHasPasskeys } from '@/app/(public)/_parts/passkey-button';
import { useToast } from '@/components/toast';
import type { PasskeySummary } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { makePasskey } from '@/lib/web/passkey-ceremony';
import { isFailure } from '@/lib/web/post-json';
import { withProof } from '@/lib/web/with-proof';

const ADD = { begin: '/account/passkeys/begin', finish: '/account/passkeys/add' } as const;

export function AddPasskey() {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const hasPasskeys = useHasPasskeys();
  const { show } = useToast();
  const router = useRouter();

  async function add() {
    setPending(true);
    setFailure(undefined);
    const answer = await withProof(() => makePasskey<PasskeySummary>(ADD));
    setPending(false);
    if (isFailure(answer)) return setFailure(answer);
    show({ title: 'Passkey added', text: `It is called ${answer.name}. From now on it signs you in.` });
    router.refresh();
  }

  return (
    <div className="flex flex-col items-start gap-4">
      <FormProblem failure={failure} />
      <PasskeyButton pending={pending} onPress={() => void add()}>
        Add a passkey
      </PasskeyButton>
      {!hasPasskeys && (
        <p className="text-sm text-muted noscript:hidden">
          This browser has no passkeys here: it wants https, or this very machine.
        </p>
      )}
    </div>
  );
}
