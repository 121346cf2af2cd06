'use client';

import { type SubmitEvent, useState } from 'react';
import { Button } from '@/components/button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import type { ProofWays } from '@/lib/vault';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import { isFailure, postJson } from '@/lib/web/post-json';
import { ProofFields, typedWays, useProofByPasskey } from './proof-fields';
import { useEscape } from './use-escape';

export type ProofDialogProps = { ways: ProofWays; open: boolean; onDone: (proven: boolean) => void };

/** Asks who it is, above whatever somebody was doing. */
export function ProofDialog({ ways, open, onDone }: ProofDialogProps) {
  useEscape(open, () => onDone(false));
  return (
    <Dialog
      size="sm"
      title="Confirm that it is you"
      description="This asks for it once in a while. It goes on as soon as you have."
      open={open}
      onOpenChange={(next) => !next && onDone(false)}
    >
      <ProofForm ways={ways} onProven={() => onDone(true)} />
    </Dialog>
  );
}

/** Neither an action nor a transition: what waits for the proof is one, and React would keep this waiting behind it. */
function ProofForm({ ways, onProven }: { ways: ProofWays; onProven: () => void }) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const passkey = useProofByPasskey(onProven);

  async function send(form: HTMLFormElement) {
    setPending(true);
    const data = new FormData(form);
    const answer = await postJson('/confirm/prove', {
      password: textOf(data, 'password'),
      code: textOf(data, 'code'),
    });
    setPending(false);
    if (!isFailure(answer)) return onProven();
    setFailure(answer);
    form.querySelector<HTMLElement>('input')?.focus();
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // In React's tree this form may lie within the one that waits.
    event.stopPropagation();
    if (!pending) void send(event.currentTarget);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ProofFields ways={ways} failure={passkey.failure ?? failure} passkey={passkey} />
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        {typedWays(ways) && (
          <Button type="submit" variant={ways.passkey ? 'secondary' : 'primary'} pending={pending}>
            Confirm
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
