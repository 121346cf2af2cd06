'use client';

import { useRef } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { NewPasswordField } from '@/app/(public)/_parts/new-password-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { changePasswordAction } from './actions';

export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const { show } = useToast();
  const place = useRef<HTMLDivElement>(null);
  const { failure, pending, form } = useFormAction(changePasswordAction, ({ status }) => {
    if (status !== 'done') return;
    show({ title: 'Password saved', text: 'All other sessions of yours have ended.' });
    place.current?.closest('form')?.reset();
  });
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      {/* For the browser's own store of passwords: it knows whose password this is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <div ref={place} className="flex flex-col gap-5">
        {hasPassword && (
          <Field label="Current password" required error={fields.current}>
            <PasswordInput name="current" autoComplete="current-password" maxLength={1024} />
          </Field>
        )}
        <NewPasswordField label="New password" error={fields.password} />
      </div>
      <FormActions>
        <Button type="submit" pending={pending}>
          {hasPassword ? 'Change password' : 'Set a password'}
        </Button>
      </FormActions>
    </Form>
  );
}
