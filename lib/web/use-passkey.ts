'use client';

import { useState } from 'react';
import type { Failure } from './failure';
import { isFailure } from './post-json';

/**
 * A ceremony that a press starts, with what stands in the form around the button: one at a time, and what came of the
 * last one, until something else is tried. `onDone` may take its time.
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
  const forget = () => setFailure(undefined);
  return { failure, pending, forget, start: (form: HTMLFormElement | null) => void perform(form) };
}

/** A load of its own, after a sign-in: what the browser knew before is not theirs. It does not end on this page. */
export function leaveFor(path: string): Promise<never> {
  location.assign(path);
  return new Promise(() => {});
}
