import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth-card';
import { TextLink } from '@/components/link';
import { Logo } from '@/components/logo';
import { SetupForm } from './setup-form';

export const metadata: Metadata = { title: 'Set up' };

export default function SetupPage() {
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Set up Strongroom"
      description="Done once, by whoever has the link that the server printed."
      footer={
        <>
          Set up already? <TextLink href="/sign-in">Sign in</TextLink>
        </>
      }
    >
      <SetupForm />
    </AuthCard>
  );
}
