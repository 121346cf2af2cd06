'use client';

import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { ValueField } from '@/app/(dashboard)/_parts/value-field';
import { Button } from '@/components/button';
import { Form, FormActions } from '@/components/form';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { replaceValueAction } from '../actions';
import type { Place } from './delete-secret';
import { ReplaceConflict } from './replace-conflict';

export type ReplaceValueProps = { place: Place; versionId: string; valuePath: string };

/** Writes a new version without showing the old one. A disclosure of the browser's own: it works without scripts. */
export function ReplaceValue(props: ReplaceValueProps) {
  const [round, setRound] = useState(0);
  const [open, setOpen] = useState(false);
  const { show } = useToast();

  function close(versionNumber?: number) {
    setOpen(false);
    // A new form: the draft and the version that it was based on are gone.
    setRound(round + 1);
    if (versionNumber !== undefined) {
      show({ title: 'Value replaced', text: `Version ${versionNumber} is the current one now.` });
    }
  }

  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group overflow-clip rounded-lg border bg-surface shadow-xs"
    >
      <summary className="flex list-none items-center justify-between gap-4 rounded-lg px-4 py-3.5 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span>
          <span className="block text-base font-semibold">Replace the value</span>
          <span className="mt-0.5 block text-sm text-muted">
            Makes a new version. You need not see the old one for it.
          </span>
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-subtle transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="px-4 pt-1 pb-4 sm:px-5">
        <ReplaceForm key={round} {...props} onClose={close} />
      </div>
    </details>
  );
}

function ReplaceForm({
  place,
  versionId,
  valuePath,
  onClose,
}: ReplaceValueProps & { onClose: (versionNumber?: number) => void }) {
  // The version that the draft began from, even if the page around it learns of a newer one.
  const [basedOn] = useState(versionId);
  const router = useRouter();
  const { failure, pending, form } = useFormAction(replaceValueAction, (answer) => {
    if (answer.status === 'done') onClose(answer.result.versionNumber);
  });
  const current = failure?.code === 'version_mismatch' ? failure.current : undefined;

  function discard() {
    onClose();
    router.refresh();
  }

  return (
    <Form {...form}>
      {current ? (
        <ReplaceConflict current={current} valuePath={valuePath} pending={pending} onDiscard={discard} />
      ) : (
        <FormProblem failure={failure} />
      )}
      <PlaceFields {...place} />
      <input type="hidden" name="versionCheck" value={basedOn} />
      <ValueField label="New value" error={failure?.fields.value} />
      {!current && (
        <FormActions>
          <Button type="submit" variant="primary" pending={pending}>
            Replace
          </Button>
          <Button variant="ghost" onClick={() => onClose()}>
            Cancel
          </Button>
        </FormActions>
      )}
    </Form>
  );
}
