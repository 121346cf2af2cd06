'use client';

import { useSecondsUntil } from './use-revealed-value';

/** Seen, not read out: the announcement has said it once. */
export function HidesIn({ untilMs }: { untilMs: number }) {
  const seconds = useSecondsUntil(untilMs);
  return (
    <span aria-hidden="true" className="text-sm text-subtle tabular-nums">
      Hides in {seconds} s
    </span>
  );
}
