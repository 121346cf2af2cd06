'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type SubmitEvent, useCallback, useEffect, useRef, useState } from 'react';
import { DraftNotice } from '@/app/(dashboard)/_parts/draft/draft-notice';
import { type Draft, useDraft } from '@/app/(dashboard)/_parts/draft/use-draft';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { ValueField } from '@/app/(dashboard)/_parts/value-field';
import { Button } from '@/components/button';
import { Disclosure } from '@/components/disclosure';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import { textOf } from '@/lib/web/form-data';
import { useFormAction } from '@/lib/web/use-form-action';
import { replaceValueAction } from '../actions';
import type { Place } from './delete-secret';
import { fetchValue } from './fetch-value';
import { ReplaceConflict } from './replace-conflict';
import { ValueDiff } from './value-diff';

export type ReplaceValueProps = {
  place: Place;
  versionId: string;
  valuePath: string;
  userId: string;
  /** Whoever looks may open values of it now: else there is nothing to compare with. */
  opens: boolean;
};

/** Writes a new version without showing the old one. A disclosure of the browser's own: it works without scripts. */
export function ReplaceValue(props: ReplaceValueProps) {
  const [round, setRound] = useState(0);
  const draft = useDraft(props.userId, `value.${props.place.secretId}`);
  const frame = useRef<HTMLDivElement>(null);
  // What had the focus is gone with its form.
  useEffect(() => {
    if (round > 0) frame.current?.querySelector('summary')?.focus();
  }, [round]);
  // A new form: the draft and the version that it was based on are gone.
  function close() {
    draft.forget();
    setRound(round + 1);
  }
  return (
    <div ref={frame} className="flex flex-col gap-4">
      <DraftNotice draft={draft} what="a new value" />
      <Round key={`${round} ${draft.round}`} {...props} draft={draft} onClose={close} />
    </div>
  );
}

type RoundProps = Omit<ReplaceValueProps, 'userId'> & { draft: Draft; onClose: () => void };

function Round({ place, versionId, valuePath, opens, draft, onClose }: RoundProps) {
  // The version that the draft began from, even if the page around it learns of a newer one meanwhile.
  const [basedOn, setBasedOn] = useState(draft.fields?.versionCheck?.[0]);
  const router = useRouter();
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(replaceValueAction, (answer) => {
    if (answer.status === 'error') draft.failed();
    if (answer.status !== 'done') return;
    if (!answer.result.changed) {
      draft.failed();
      show({ title: 'Nothing was changed', text: 'This is the current value already.', tone: 'info' });
      return;
    }
    onClose();
    show({ title: 'Value replaced', text: `Version ${answer.result.versionNumber} is the current one now.` });
  });
  const current = failure?.code === 'version_mismatch' ? failure.current : undefined;

  const area = useRef<HTMLDivElement>(null);
  const theirs = useCallback(() => fetchValue(valuePath, 'reveal', undefined), [valuePath]);
  const mine = useCallback(async () => valueOfForm(area.current?.querySelector('form')), []);

  function discard() {
    onClose();
    router.refresh();
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    draft.sent();
    form.onSubmit(event);
  }
  function type(event: FormEvent<HTMLFormElement>) {
    setBasedOn(basedOn ?? versionId);
    draft.keep(event.currentTarget);
  }

  return (
    <Disclosure
      title="Replace the value"
      description="Makes a new version. You need not see the old one for it."
      open={failure !== undefined || draft.fields !== undefined}
    >
      <div ref={area}>
        <Form {...form} onSubmit={submit} onInput={type}>
          {current ? (
            <ReplaceConflict
              current={current}
              valuePath={valuePath}
              opens={opens}
              pending={pending}
              onDiscard={discard}
            />
          ) : (
            <FormProblem failure={failure} />
          )}
          <PlaceFields {...place} />
          <input type="hidden" name="versionCheck" value={basedOn ?? versionId} />
          <ValueField label="New value" failure={failure} initial={draft.value} />
          <Field
            label="What changed"
            optional
            error={failure?.fields.note}
            hint="One line, shown beside the version. Stored in clear: nothing secret belongs here."
          >
            <TextInput
              name="note"
              autoComplete="off"
              maxLength={200}
              placeholder="Rotated after a leak"
              defaultValue={draft.fields?.note?.[0]}
            />
          </Field>
          {opens && (
            <ValueDiff
              before={theirs}
              after={mine}
              button="Compare with the current value"
              since="With the new value"
            />
          )}
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
    </Disclosure>
  );
}

/** What the form would send now. */
function valueOfForm(form: HTMLFormElement | null | undefined): string {
  return form ? (JSON.parse(textOf(new FormData(form), 'valueJson')) as string) : '';
}
