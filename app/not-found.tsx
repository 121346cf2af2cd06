import { SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { LinkButton } from '@/components/link-button';

export const metadata: Metadata = { title: 'Nothing here' };

/** Says the same of what is missing and of what is not yours to see. */
export default function NotFound() {
  return (
    <main className="flex min-h-[70dvh] flex-col items-center justify-center px-6 py-14 text-center">
      <SearchX aria-hidden="true" className="mb-4 size-6 text-subtle" />
      <h1 className="text-lg font-semibold">Nothing here</h1>
      <p className="mt-1 max-w-sm text-sm text-balance text-muted">
        This page does not exist, or it is not shared with you.
      </p>
      <LinkButton href="/" className="mt-5">
        Go to the start
      </LinkButton>
    </main>
  );
}
