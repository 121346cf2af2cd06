'use client';

import { Field } from '@/components/field';
import { PasswordInput } from '@/components/password-input';

const HINT = 'At least 12 characters. A few words in a row are easy to remember.';

/** Where somebody chooses a password. */
export function NewPasswordField({ label, error }: { label: string; error: string | undefined }) {
  return (
    <Field label={label} required error={error} hint={error ? undefined : HINT}>
      <PasswordInput name="password" autoComplete="new-password" minLength={12} maxLength={256} />
    </Field>
  );
}
