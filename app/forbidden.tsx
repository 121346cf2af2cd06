import { ShieldX } from 'lucide-react';
import type { Metadata } from 'next';
import { LinkButton } from '@/components/link-button';

export const metadata: Metadata = { title: 'Not allowed' };

/** Where not even the frame may be shown: the only role was taken away, or counts after single sign-on only. */
export default function Forbidden() {
  return (
    <main className="flex min-h-[70dvh] flex-col items-center justify-center px-6 py-14 text-center">
      <ShieldX aria-hidden="true" className="mb-4 size-6 text-subtle" />
      <h1 className="text-lg font-semibold">This is for others to do</h1>
      <p className="mt-1 max-w-sm text-sm text-balance text-muted">
        You have no role here, or one that counts after single sign-on only. The start says more.
      </p>
      <LinkButton href="/" className="mt-5">
        Go to the start
      </LinkButton>
    </main>
  );
}
