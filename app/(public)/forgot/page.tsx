import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthCard } from '@/components/auth-card';
import { LinkButton } from '@/components/link-button';
import { Logo } from '@/components/logo';
import { mailsLinks } from '@/lib/web/mail';
import { ForgotForm } from './forgot-form';

export const metadata: Metadata = { title: 'Forgot your password' };

/** Where no mail server is set up there is nothing to ask for: whoever runs the server makes the link. */
export default async function ForgotPage() {
  if (!(await mailsLinks())) notFound();
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Forgot your password"
      description="Give the address that you sign in with. If there is an account, it gets a link to choose a new password."
      footer={
        <LinkButton href="/sign-in" variant="ghost">
          Back to the sign-in
        </LinkButton>
      }
    >
      <ForgotForm />
    </AuthCard>
  );
}
