import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth-card';
import { TextLink } from '@/components/link';
import { Logo } from '@/components/logo';
import { safeNextPath, signInPath } from '@/lib/web/next-path';
import type { Search } from '@/lib/web/search';
import { currentSession } from '@/lib/web/session';
import { FindForm } from './find-form';

export const metadata: Metadata = { title: 'Single sign-on' };

export default async function SingleSignOnPage({ searchParams }: { searchParams: Search }) {
  const next = safeNextPath((await searchParams).next);
  if (await currentSession()) redirect(next);
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Single sign-on"
      description="Sign in at your organization’s own identity provider."
      footer={<TextLink href={signInPath(next)}>Sign in another way</TextLink>}
    >
      <FindForm next={next} />
    </AuthCard>
  );
}
