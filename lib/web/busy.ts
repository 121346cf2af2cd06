/** In place of a reference, for the browser too: the database did not answer in time. */
export const BUSY = 'busy';

/** No fault to report: whoever reads this only has to try again. */
export const BUSY_WORDS = {
  title: 'Busy for a moment',
  text: 'The database did not answer in time. Nothing was changed: try again.',
} as const;
