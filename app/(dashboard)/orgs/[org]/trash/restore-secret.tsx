'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { restoreSecretAction } from './actions';

export type RestoreSecretProps = { organizationId: string; secretId: string; name: string };

/** Back under its name; where that is taken by now, it asks for another one. */
export function RestoreSecret({ organizationId, secretId, name }: RestoreSecretProps) {
  const [renaming, setRenaming] = useState(false);
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(restoreSecretAction, (answer) => {
    const otherName = answer.status === 'error' && (answer.code === 'name_taken' || 'name' in answer.fields);
    setRenaming(otherName);
    if (answer.status === 'done') {
      show({ title: 'Restored', text: `${answer.result.name} is back in the list of secrets.` });
    } else if (answer.status === 'error' && !otherName) {
      show({ title: 'Not restored', text: answer.message, tone: 'danger' });
    }
  });
  const place = <PlaceFields organizationId={organizationId} secretId={secretId} />;

  const { state: _, ...plain } = form;
  return (
    <>
      <form {...plain}>
        {place}
        <Button
          type="submit"
          size="sm"
          pending={pending && !renaming}
          icon={<Undo2 aria-hidden="true" />}
          aria-label={`Restore ${name}`}
        >
          Restore
        </Button>
        {failure && (
          <noscript>
            <p className="mt-1 text-xs text-danger-text">Not restored. {failure.message}</p>
          </noscript>
        )}
      </form>
      <Dialog
        title="Restore under another name"
        description={`Another secret is called ${name} by now.`}
        open={renaming}
        onOpenChange={setRenaming}
        size="sm"
      >
        <Form {...form}>
          {place}
          <Field
            label="New name"
            required
            error={failure?.code === 'name_taken' ? 'This name is taken.' : failure?.fields.name}
          >
            <TextInput name="name" mono autoComplete="off" maxLength={200} defaultValue={name} />
          </Field>
          <DialogActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button type="submit" variant="primary" pending={pending}>
              Restore
            </Button>
          </DialogActions>
        </Form>
      </Dialog>
    </>
  );
}
