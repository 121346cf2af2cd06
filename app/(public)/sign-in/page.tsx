import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth-card';
import { Logo } from '@/components/logo';
import { safeNextPath } from '@/lib/web/next-path';
import type { Search } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next } = await searchParams;
  const path = safeNextPath(next);
  if (await currentSession()) redirect(path);
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Sign in"
      footer="No account, or no password any more? An administrator can make you a link."
    >
      <SignInForm next={path} />
    </AuthCard>
  );
}
