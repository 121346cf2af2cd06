'use client';

import { Button } from '@/components/button';
import { buttonClass } from '@/components/button-styles';
import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';
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
            {/* oxlint-disable-next-line nextjs/no-html-link-for-pages -- after an error a full load is the point, and this page comes with every other */}
            <a href="/" className={buttonClass('secondary', 'md')}>
              Go to the start
            </a>
          </>
        }
      />
    </main>
  );
}
