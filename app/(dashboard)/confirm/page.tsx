import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth-card';
import { Logo } from '@/components/logo';
import { safeNextPath } from '@/lib/web/next-path';
import { forPage } from '@/lib/web/page';
import type { Search } from '@/lib/web/search';
import { ConfirmForm } from './confirm-form';

export const metadata: Metadata = { title: 'Confirm that it is you' };

/** For browsers without scripts, which cannot be asked in the middle of a form. */
export default async function ConfirmPage({ searchParams }: { searchParams: Search }) {
  const { next } = await searchParams;
  const path = safeNextPath(next);
  // Whoever has to sign in first has proven it with that.
  const ways = await forPage(path, (vault, caller) => vault.describeProof(caller, {}));
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Confirm that it is you"
      description="What you want to do asks for it once in a while. After that you are back where you were."
    >
      <ConfirmForm ways={ways} next={path} />
    </AuthCard>
  );
}
