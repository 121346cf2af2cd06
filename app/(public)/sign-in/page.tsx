import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetupLinkWays } from '@/app/(public)/_parts/setup-link-ways';
import { SignInFooter } from '@/app/(public)/_parts/sign-in-footer';
import { AuthCard } from '@/components/auth-card';
import { Logo } from '@/components/logo';
import { Notice } from '@/components/notice';
import { safeNextPath } from '@/lib/web/next-path';
import type { Search } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';
import { isSetUp } from '@/lib/web/setup';
import { PasskeySignIn } from './passkey-sign-in';
import { SignInForm } from './sign-in-form';
import { SsoProblem, SsoWays } from './sso-ways';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await isSetUp()) ? 'Sign in' : 'Not set up yet' };
}

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, sso } = await searchParams;
  const path = safeNextPath(next);
  if (await currentSession()) redirect(path);
  if (!(await isSetUp())) return <NotSetUp />;
  return (
    <AuthCard brand={<Logo name="Strongroom" />} title="Sign in" footer={<SignInFooter />}>
      <SsoProblem code={sso} />
      {path !== '/' && sso === undefined && (
        <Notice className="mb-5">Your session ended, or you signed out. Sign in to go on.</Notice>
      )}
      <PasskeySignIn next={path} />
      <SignInForm next={path} />
      <SsoWays next={path} />
    </AuthCard>
  );
}

function NotSetUp() {
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Not set up yet"
      description="Nobody can sign in before the first administrator is made."
    >
      <SetupLinkWays />
    </AuthCard>
  );
}
