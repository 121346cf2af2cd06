'use client';

import { type SubmitEvent, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { Select } from '@/components/select';
import type { Failure } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import { askForKey, isMade } from './ask-for-key';
import type { MadeKey } from './new-key';

const OVERLAPS = [
  { value: '0', label: 'It ends at once' },
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
];

export function RotateForm({ id, onMade }: { id: string; onMade: (key: MadeKey) => void }) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  async function rotate(data: FormData) {
    setPending(true);
    setFailure(undefined);
    const answer = await askForKey('/api-keys/rotate', {
      id,
      overlapDays: Number(textOf(data, 'overlapDays')),
    });
    setPending(false);
    if (isMade(answer)) onMade(answer);
    else setFailure(answer);
  }
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!pending) void rotate(new FormData(event.currentTarget));
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <FormProblem failure={failure} />
      {(failure?.fields.scopes ?? failure?.fields.id) && (
        <p className="text-sm text-danger-text">{failure?.fields.scopes ?? failure?.fields.id}</p>
      )}
      <Field
        label="The old key goes on working for"
        error={failure?.fields.overlapDays}
        hint="Time to put the new key where the old one is. If the old one has leaked, let it end at once."
      >
        <Select name="overlapDays" defaultValue="7" options={OVERLAPS} />
      </Field>
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Rotate key
        </Button>
      </DialogActions>
    </form>
  );
}
