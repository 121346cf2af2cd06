'use client';

import { Button } from '@/components/button';
import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';
import { BUSY, BUSY_WORDS } from '@/lib/web/busy';

/** Within the shell, so without a main of its own. */
export function SegmentError({ error, retry }: ErrorPageProps) {
  const digest = digestOf(error);
  const words =
    digest === BUSY
      ? BUSY_WORDS
      : {
          title: 'Something went wrong',
          text: 'Nothing was changed by showing this page. Try again, or quote the reference to whoever runs this service.',
          reference: digest,
        };
  return (
    <ErrorState
      {...words}
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}
