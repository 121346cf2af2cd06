'use client';

import { unstable_rethrow } from 'next/navigation';
import { type SubmitEvent, useActionState, useState, useTransition } from 'react';
import type { Given } from './failure';
import type { FormAction, FormState } from './form-state';
import { withProof } from './with-proof';

const LOST: FormState<never> = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. What you typed is still here: try again.',
  fields: {},
};

/**
 * A form's state and what to spread into `<Form>`. Without scripts the browser posts the form and shows the answer;
 * with them the fields keep what was typed whatever comes back (React would empty them), and a lost connection
 * is a state of the form and not of the page. Nothing is sent twice, but for what first wanted a proof.
 */
export function useFormAction<Result>(
  action: FormAction<Result>,
  /** Called with each answer, even if the form has left the page with it. */
  onAnswer?: (state: FormState<Result>) => void,
) {
  const [posted, post] = useActionState(action, { status: 'idle' });
  const [state, setState] = useState<FormState<Result>>(posted);
  const [pending, start] = useTransition();

  function send(data: FormData): void {
    if (pending) return;
    start(async () => {
      const next = await withProof(() =>
        action({ status: 'idle' }, data).catch((error: unknown) => {
          // A redirect is no failure.
          unstable_rethrow(error);
          return LOST;
        }),
      );
      start(() => setState(next));
      onAnswer?.(next);
    });
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    send(new FormData(event.currentTarget, event.nativeEvent.submitter));
  }

  const failure = state.status === 'error' ? state : undefined;
  /** What the page was made with: never of a sending by script, which left the fields as they were. */
  const given: Given = (posted.status === 'error' ? posted.given : undefined) ?? {};
  return { state, failure, given, pending, form: { action: post, onSubmit, state, noValidate: true } };
}
