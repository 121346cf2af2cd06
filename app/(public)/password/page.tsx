import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth-card';
import { Logo } from '@/components/logo';
import { PasswordForm } from './password-form';

export const metadata: Metadata = { title: 'Choose a password' };

export default function PasswordPage() {
  return (
    <AuthCard
      brand={<Logo name="Strongroom" />}
      title="Choose a password"
      description="Your link works once. After that you sign in with your e-mail address and this password, or with a passkey."
    >
      <PasswordForm />
    </AuthCard>
  );
}
