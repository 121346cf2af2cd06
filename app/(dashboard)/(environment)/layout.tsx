import type { ReactNode } from 'react';
import { Shell } from '@/app/(dashboard)/_parts/shell';
import { currentSession } from '@/lib/web/session';

/** Around pages of the whole installation. Where nobody is signed in, the page itself leads to the sign-in. */
export default async function EnvironmentLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  return session ? <Shell session={session}>{children}</Shell> : children;
}
