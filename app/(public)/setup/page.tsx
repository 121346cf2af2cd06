import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth-card';
import { LinkButton } from '@/components/link-button';
import { Logo } from '@/components/logo';
import { isSetUp } from '@/lib/web/setup';
import { SetupForm } from './setup-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await isSetUp()) ? 'Set up already' : 'Set up' };
}

export default async function SetupPage() {
  if (await isSetUp()) return <SetUpAlready />;
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Set up Strongroom"
      description="Done once, by whoever has the link that the server printed."
    >
      <SetupForm />
    </AuthCard>
  );
}

function SetUpAlready() {
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Set up already"
      description="This Strongroom has its first administrator, and its set-up link has done its work. Whoever has an account signs in; others ask an administrator for one."
    >
      <LinkButton href="/sign-in" variant="primary" size="lg" className="w-full">
        Sign in
      </LinkButton>
    </AuthCard>
  );
}
