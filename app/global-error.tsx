'use client';

import { digestOf, type ErrorPageProps } from '@/components/error-page';
import { ErrorState } from '@/components/error-state';
import './globals.css';

/** Replaces the root layout when that fails, so it brings its own. A plain link works without scripts. */
export default function GlobalError({ error }: ErrorPageProps) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Strongroom</title>
        <main className="flex min-h-dvh items-center justify-center">
          <ErrorState
            title="Something went wrong"
            text="The page could not be shown. Quote the reference to whoever runs this service."
            reference={digestOf(error)}
            action={
              // oxlint-disable-next-line nextjs/no-html-link-for-pages -- a full load is the point
              <a href="/" className="text-sm text-accent-text underline underline-offset-3">
                Load the start page
              </a>
            }
          />
        </main>
      </body>
    </html>
  );
}
