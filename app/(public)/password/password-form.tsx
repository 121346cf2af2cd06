'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { choosePasswordAction } from './actions';

const PASSWORD_HINT = 'At least 12 characters. A few words in a row are easy to remember.';

export function PasswordForm() {
  const { failure, pending, form } = useFormAction(choosePasswordAction);
  return (
    <Form {...form}>
      {failure?.code !== 'link_invalid' && <FormProblem failure={failure} />}
      <TokenField label="Token" link="link" error={failure?.fields.token} />
      <Field
        label="New password"
        required
        error={failure?.fields.password}
        hint={failure?.fields.password ? undefined : PASSWORD_HINT}
      >
        <PasswordInput name="password" autoComplete="new-password" minLength={12} maxLength={256} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Save and sign in
      </Button>
    </Form>
  );
}
