'use client';

import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useRef, useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { ValueField } from '@/app/(dashboard)/_parts/value-field';
import { Button } from '@/components/button';
import { Form, FormActions } from '@/components/form';
import { useToast } from '@/components/toast';
import { textOf } from '@/lib/web/form-data';
import { useFormAction } from '@/lib/web/use-form-action';
import { replaceValueAction } from '../actions';
import type { Place } from './delete-secret';
import { fetchValue } from './fetch-value';
import { ReplaceConflict } from './replace-conflict';
import { ValueDiff } from './value-diff';

export type ReplaceValueProps = { place: Place; versionId: string; valuePath: string };

/** Writes a new version without showing the old one. A disclosure of the browser's own: it works without scripts. */
export function ReplaceValue(props: ReplaceValueProps) {
  const [round, setRound] = useState(0);
  // A new form: the draft and the version that it was based on are gone.
  return <Round key={round} {...props} onClose={() => setRound(round + 1)} />;
}

function Round({ place, versionId, valuePath, onClose }: ReplaceValueProps & { onClose: () => void }) {
  // The version that the draft began from, even if the page around it learns of a newer one meanwhile.
  const [basedOn, setBasedOn] = useState<string>();
  const router = useRouter();
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(replaceValueAction, (answer) => {
    if (answer.status !== 'done') return;
    onClose();
    show({ title: 'Value replaced', text: `Version ${answer.result.versionNumber} is the current one now.` });
  });
  // Without scripts the page comes back with what went wrong, and must show it.
  const [open, setOpen] = useState(failure !== undefined);
  const current = failure?.code === 'version_mismatch' ? failure.current : undefined;

  const area = useRef<HTMLDivElement>(null);
  const theirs = useCallback(() => fetchValue(valuePath, 'reveal', undefined), [valuePath]);
  const mine = useCallback(async () => valueOfForm(area.current?.querySelector('form')), []);

  function discard() {
    onClose();
    router.refresh();
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
      <div ref={area} className="px-4 pt-1 pb-4 sm:px-5">
        <Form {...form} onInput={() => setBasedOn(basedOn ?? versionId)}>
          {current ? (
            <ReplaceConflict current={current} valuePath={valuePath} pending={pending} onDiscard={discard} />
          ) : (
            <FormProblem failure={failure} />
          )}
          <PlaceFields {...place} />
          <input type="hidden" name="versionCheck" value={basedOn ?? versionId} />
          <ValueField label="New value" failure={failure} />
          <ValueDiff
            before={theirs}
            after={mine}
            button="Compare with the current value"
            since="With the new value"
          />
          {!current && (
            <FormActions>
              <Button type="submit" variant="primary" pending={pending}>
                Replace
              </Button>
              <Button variant="ghost" onClick={onClose}>
                Cancel
              </Button>
            </FormActions>
          )}
        </Form>
      </div>
    </details>
  );
}

/** What the form would send now. */
function valueOfForm(form: HTMLFormElement | null | undefined): string {
  return form ? (JSON.parse(textOf(new FormData(form), 'valueJson')) as string) : '';
}
