'use client';

import { Button } from '@/components/button';
import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';
import { LinkButton } from '@/components/link-button';
import { BUSY, BUSY_WORDS } from '@/lib/web/busy';

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const digest = digestOf(error);
  const words =
    digest === BUSY
      ? BUSY_WORDS
      : {
          title: 'Something went wrong',
          text: 'Try again, or quote the reference to whoever runs this service.',
          reference: digest,
        };
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ErrorState
        {...words}
        action={
          <>
            <Button variant="primary" onClick={retry}>
              Try again
            </Button>
            <LinkButton href="/">Go to the start</LinkButton>
          </>
        }
      />
    </main>
  );
}
