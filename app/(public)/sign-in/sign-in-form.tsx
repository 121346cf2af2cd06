'use client';

import { useState } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { TextInput } from '@/components/text-input';
import type { FormState } from '@/lib/web/form-state';
import { useFormAction } from '@/lib/web/use-form-action';
import { signInAction } from './actions';

const asksForCode = (state: FormState): boolean => state.status === 'error' && state.code === 'code_required';

/** The code is a second step: asked for after a right password, below what was typed, which stays. */
export function SignInForm({ next }: { next: string }) {
  const [asked, setAsked] = useState(false);
  const { state, failure, given, pending, form } = useFormAction(signInAction, (answer) => {
    if (asksForCode(answer)) setAsked(true);
  });
  // Whatever else is wrong afterwards, the code that was typed stays.
  const withCode = asked || asksForCode(state);
  const postedEmail = given.email?.[0];
  return (
    <Form {...form}>
      {failure?.code !== 'code_required' && <FormProblem failure={failure} />}
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" required error={failure?.fields.email}>
        <TextInput
          name="email"
          type="email"
          autoComplete="username webauthn"
          defaultValue={postedEmail}
          autoFocus={!withCode} // oxlint-disable-line jsx-a11y/no-autofocus -- all that this page is for
        />
      </Field>
      <Field
        label="Password"
        required
        error={failure?.fields.password}
        hint={
          withCode && postedEmail !== undefined
            ? 'It is right. Type it once more, and the code below.'
            : undefined
        }
      >
        <PasswordInput name="password" autoComplete="current-password" />
      </Field>
      {withCode && (
        <Field
          label="Code"
          required
          error={failure?.fields.code}
          hint="Your account asks for one: from your authenticator app, or one of your recovery codes. Have you neither? Whoever runs the server can take the app off your account."
        >
          <TextInput
            name="code"
            mono
            autoComplete="one-time-code"
            maxLength={64}
            autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- the one question that is left
          />
        </Field>
      )}
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Sign in
      </Button>
    </Form>
  );
}
