'use client';

import { Trash2 } from 'lucide-react';
import type { SubmitEvent } from 'react';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import type { Failure } from '@/lib/web/failure';
import { useFormAction } from '@/lib/web/use-form-action';
import { deleteSecretAction } from '../actions';
import { deletedNames } from '../deleted-names';

export type Place = { readonly organizationId: string; readonly secretId: string };

export type DeleteSecretProps = { place: Place; name: string; versionId: string };

/** No question first: it goes to the trash, and the next page offers to take it back. */
export function DeleteSecret({ place, name, versionId }: DeleteSecretProps) {
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(deleteSecretAction, (answer) => {
    if (answer.status === 'error') show({ title: 'Not deleted', text: wordsOf(answer), tone: 'danger' });
  });
  const { state: _, onSubmit, ...rest } = form;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    deletedNames.set(place.secretId, name);
    onSubmit(event);
  }

  return (
    <form {...rest} onSubmit={submit}>
      <PlaceFields {...place} />
      <input type="hidden" name="versionCheck" value={versionId} />
      <Button type="submit" pending={pending} icon={<Trash2 aria-hidden="true" />}>
        Delete
      </Button>
      {failure && (
        <noscript>
          <p className="mt-1.5 text-sm text-danger-text">Not deleted. {wordsOf(failure)}</p>
        </noscript>
      )}
    </form>
  );
}

function wordsOf({ code, current, message }: Failure): string {
  return code === 'version_mismatch'
    ? `${current?.updatedByName} has just changed this secret. Look at it again, then decide.`
    : message;
}
