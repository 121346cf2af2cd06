'use client';

import { type SubmitEvent, useState } from 'react';
import type { Failure } from './failure';
import type { FormAction } from './form-state';
import { isFailure } from './post-json';
import { useFormAction } from './use-form-action';

/**
 * A ceremony that a press starts, with what stands in the form around the button: one at a time, and what came of the
 * last one, or of what was tried beside it (`tell`). `onDone` may take its time.
 */
export function usePasskey<Answer extends object>(
  ceremony: (data: FormData) => Promise<Answer | Failure>,
  onDone: (answer: Answer) => void | Promise<void>,
) {
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);

  async function perform(form: HTMLFormElement | null): Promise<void> {
    setPending(true);
    setFailure(undefined);
    const answer = await ceremony(new FormData(form ?? undefined));
    if (isFailure(answer)) setFailure(answer);
    else await onDone(answer);
    setPending(false);
  }
  return { failure, pending, tell: setFailure, start: (form: HTMLFormElement | null) => void perform(form) };
}

/** A form that a press of a passkey's button takes the place of: what came of whichever was tried last. */
export function useFormOrPasskey<Answer extends object>(
  action: FormAction<unknown>,
  ceremony: (data: FormData) => Promise<Answer | Failure>,
  onDone: (answer: Answer) => void | Promise<void>,
) {
  const { failure: refused, given, pending, form } = useFormAction(action);
  const passkey = usePasskey(ceremony, onDone);
  const failure = passkey.failure ?? refused;
  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    passkey.tell(undefined);
    form.onSubmit(event);
  }
  return {
    failure,
    fields: failure?.fields ?? {},
    given,
    pending,
    form: { ...form, state: passkey.failure ?? form.state, onSubmit },
    passkey: { pending: passkey.pending, onPress: passkey.start },
  };
}

/** A load of its own, after a sign-in: what the browser knew before is not theirs. It does not end on this page. */
export function leaveFor(path: string): Promise<never> {
  location.assign(path);
  return new Promise(() => {});
}
