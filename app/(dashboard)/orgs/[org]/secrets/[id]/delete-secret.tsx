'use client';

import { Trash2 } from 'lucide-react';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { deleteSecretAction } from '../actions';

export type Place = { readonly organizationId: string; readonly secretId: string };

/** No question first: it goes to the trash, and the next page offers to take it back. */
export function DeleteSecret({ place, versionId }: { place: Place; versionId: string }) {
  const { show } = useToast();
  const { pending, form } = useFormAction(deleteSecretAction, (answer) => {
    if (answer.status !== 'error') return;
    const text =
      answer.code === 'version_mismatch'
        ? `${answer.current?.updatedByName} has just changed this secret. Look at it again, then decide.`
        : answer.message;
    show({ title: 'Not deleted', text, tone: 'danger' });
  });
  const { state: _, ...rest } = form;
  return (
    <form {...rest}>
      <PlaceFields {...place} />
      <input type="hidden" name="versionCheck" value={versionId} />
      <Button type="submit" pending={pending} icon={<Trash2 aria-hidden="true" />}>
        Delete
      </Button>
    </form>
  );
}
