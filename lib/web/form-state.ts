import type { Failure } from './failure';

/** What a form knows of its last sending. */
export type FormState<Result = unknown> =
  | { readonly status: 'idle' }
  | { readonly status: 'done'; readonly result: Result }
  | Failure;

/** A server action behind a form. */
export type FormAction<Result> = (before: FormState<Result>, data: FormData) => Promise<FormState<Result>>;
