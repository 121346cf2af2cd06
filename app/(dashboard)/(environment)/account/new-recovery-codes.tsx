'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import type { Failure } from '@/lib/web/failure';
import { isFailure, postJson } from '@/lib/web/post-json';
import { withProof } from '@/lib/web/with-proof';
import { type NewCodes, RecoveryCodes } from './recovery-codes';

/** It asks first: whoever presses it by mistake would hold codes in their hand that open nothing any more. */
export function NewRecoveryCodes() {
  const [asked, setAsked] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const router = useRouter();

  async function make() {
    setPending(true);
    setFailure(undefined);
    const answer = await withProof(() => postJson<NewCodes>('/account/recovery-codes', {}));
    setPending(false);
    if (isFailure(answer)) setFailure(answer);
    else setCodes(answer.recoveryCodes);
  }

  function change(open: boolean) {
    setAsked(open);
    if (open) return;
    setFailure(undefined);
    if (!codes) return;
    setCodes(undefined);
    router.refresh();
  }

  return (
    <Dialog
      title={codes ? 'New recovery codes' : 'Make new recovery codes?'}
      description={
        codes ? 'Those from before work no longer.' : 'Those that you have now work no longer then.'
      }
      trigger={<Button className="noscript:hidden">Make new recovery codes</Button>}
      open={asked}
      onOpenChange={change}
      holds={codes !== undefined}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => change(false)} />
      ) : (
        <>
          <FormProblem failure={failure} />
          <DialogActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button variant="primary" pending={pending} onClick={() => void make()}>
              Make new codes
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
