'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { signInAction } from './actions';

export function SignInForm({ next }: { next: string }) {
  const { failure, given, pending, form } = useFormAction(signInAction);
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" required error={failure?.fields.email}>
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={given.email?.[0]}
          autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- all that this page is for
        />
      </Field>
      <Field label="Password" required error={failure?.fields.password}>
        <PasswordInput name="password" autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Sign in
      </Button>
    </Form>
  );
}
