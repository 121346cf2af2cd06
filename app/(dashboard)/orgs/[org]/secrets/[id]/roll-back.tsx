'use client';

import { useRouter } from 'next/navigation';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import type { Failure } from '@/lib/web/failure';
import { useFormAction } from '@/lib/web/use-form-action';
import { rollBackAction } from './actions';
import type { Place } from './delete-secret';

export type RollBackProps = {
  place: Place;
  /** The version that the page shows as the current one. */
  currentId: string;
  versionId: string;
  number: number;
};

/** No question first: it adds a version and takes none away, so rolling back is undone in the same way. */
export function RollBack({ place, currentId, versionId, number }: RollBackProps) {
  const { show } = useToast();
  const router = useRouter();
  const { failure, pending, form } = useFormAction(rollBackAction, (answer) => {
    if (answer.status === 'error') {
      const lookAgain = { label: 'Look again', onPress: () => router.refresh() };
      show({ title: 'Not rolled back', text: wordsOf(answer), tone: 'danger', action: lookAgain });
    } else if (answer.status === 'done' && answer.result.changed) {
      show({
        title: `Rolled back to version ${number}`,
        text: `Its value is version ${answer.result.versionNumber} now, the current one.`,
      });
    } else {
      show({
        title: 'Nothing was changed',
        text: `The value of version ${number} is the current one already.`,
        tone: 'info',
      });
    }
  });
  const { state: _, ...rest } = form;

  return (
    <form {...rest}>
      <PlaceFields {...place} />
      <input type="hidden" name="versionId" value={versionId} />
      <input type="hidden" name="versionCheck" value={currentId} />
      <Button
        type="submit"
        variant="ghost"
        size="sm"
        pending={pending}
        aria-label={`Roll back to version ${number}`}
      >
        Roll back
      </Button>
      {failure && (
        <noscript>
          <p className="mt-1.5 text-sm text-danger-text">Not rolled back. {wordsOf(failure)}</p>
        </noscript>
      )}
    </form>
  );
}

function wordsOf({ code, current, message }: Failure): string {
  return code === 'version_mismatch'
    ? `${current?.updatedByName} replaced this value in the meantime. Look at it again, then decide.`
    : message;
}
