'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Dialog, preloadDialog } from '@/components/dialog';
import type { Failure } from '@/lib/web/failure';
import { isFailure, postJson } from '@/lib/web/post-json';
import { withProof } from '@/lib/web/with-proof';
import { type NewCodes, RecoveryCodes } from './recovery-codes';

export function NewRecoveryCodes() {
  const [codes, setCodes] = useState<readonly string[]>();
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const router = useRouter();

  async function make() {
    setPending(true);
    setFailure(undefined);
    const [answer] = await Promise.all([
      withProof(() => postJson<NewCodes>('/account/recovery-codes', {})),
      preloadDialog(),
    ]);
    setPending(false);
    if (isFailure(answer)) setFailure(answer);
    else setCodes(answer.recoveryCodes);
  }

  function close() {
    setCodes(undefined);
    router.refresh();
  }

  return (
    <>
      <FormProblem failure={failure} />
      <Button pending={pending} onClick={() => void make()} className="noscript:hidden">
        Make new recovery codes
      </Button>
      <Dialog
        title="New recovery codes"
        description="Those from before work no longer."
        open={codes !== undefined}
        onOpenChange={(open) => !open && close()}
      >
        {codes && <RecoveryCodes codes={codes} onDone={close} />}
      </Dialog>
    </>
  );
}
