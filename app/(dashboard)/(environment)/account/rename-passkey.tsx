'use client';

import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { renamePasskeyAction } from './actions';

export function RenamePasskey({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Rename a passkey"
      description="By which you tell your devices apart. Nobody else sees it."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Rename the passkey ${name}`}>
          Rename
        </Button>
      }
    >
      <NameForm id={id} name={name} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function NameForm({ id, name, onDone }: { id: string; name: string; onDone: () => void }) {
  const { failure, pending, form } = useFormAction(renamePasskeyAction, ({ status }) => {
    if (status === 'done') onDone();
  });
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <input type="hidden" name="passkeyId" value={id} />
      <Field label="Name" required error={failure?.fields.name}>
        <TextInput name="name" autoComplete="off" maxLength={80} defaultValue={name} />
      </Field>
      <DialogActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary" pending={pending}>
          Rename
        </Button>
      </DialogActions>
    </Form>
  );
}
