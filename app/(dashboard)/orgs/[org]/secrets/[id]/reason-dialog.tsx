'use client';

import { type SubmitEvent, useState } from 'react';
import { useEscape } from '@/app/(dashboard)/_parts/use-escape';
import { Button } from '@/components/button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { TextInput } from '@/components/text-input';
import { textOf } from '@/lib/web/form-data';

export type ReasonDialogProps = { open: boolean; onDone: (reason: string | undefined) => void };

/** As many as the vault takes. */
const MOST_CHARS = 500;

/** Asks why, above whatever somebody was doing, which goes on with the answer. */
export function ReasonDialog({ open, onDone }: ReasonDialogProps) {
  const [empty, setEmpty] = useState(false);
  useEscape(open, () => onDone(undefined));

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // In React's tree this form may lie within another one.
    event.stopPropagation();
    const reason = textOf(new FormData(event.currentTarget), 'reason').trim();
    setEmpty(reason === '');
    if (reason === '') event.currentTarget.querySelector('input')?.focus();
    else onDone(reason);
  }

  return (
    <Dialog
      size="sm"
      title="Why do you open it?"
      description="This organization keeps a reason for each value that somebody sees. It stands in the activity, in clear, and counts for this secret for five minutes."
      open={open}
      onOpenChange={(next) => !next && onDone(undefined)}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label="Reason" required error={empty ? 'Say why, in a few words.' : undefined}>
          <TextInput name="reason" autoComplete="off" maxLength={MOST_CHARS} />
        </Field>
        <DialogActions>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button type="submit" variant="primary">
            Go on
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
