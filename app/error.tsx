'use client';

import { Button } from '@/components/button';
import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';
import { LinkButton } from '@/components/link-button';

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ErrorState
        title="Something went wrong"
        text="Try again, or quote the reference to whoever runs this service."
        reference={digestOf(error)}
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
