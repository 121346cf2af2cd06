'use client';

import { Button } from '@/components/button';
import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';

/** Within the shell, so without a main of its own. */
export function SegmentError({ error, retry }: ErrorPageProps) {
  return (
    <ErrorState
      title="Something went wrong"
      text="Nothing was changed by showing this page. Try again, or quote the reference to whoever runs this service."
      reference={digestOf(error)}
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}
