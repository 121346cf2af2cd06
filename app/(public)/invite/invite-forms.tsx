'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { acceptInvitationAction } from './actions';

const PASSWORD_HINT = 'At least 12 characters. A few words in a row are easy to remember.';

/** For somebody who has no account yet. */
export function NewPersonForm() {
  const { failure, given, pending, form } = useFormAction(acceptInvitationAction);
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      {failure?.code !== 'link_invalid' && <FormProblem failure={failure} />}
      <TokenField label="Token" link="invitation" error={fields.token} given={given.token?.[0]} />
      <Field label="Your name" required error={fields.name} hint="As the others see it.">
        <TextInput name="name" autoComplete="name" maxLength={120} defaultValue={given.name?.[0]} />
      </Field>
      <Field
        label="Password"
        required
        error={fields.password}
        hint={fields.password ? undefined : PASSWORD_HINT}
      >
        <PasswordInput name="password" autoComplete="new-password" minLength={12} maxLength={256} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Join
      </Button>
    </Form>
  );
}

/** For the account that was invited, which is signed in. */
export function JoinForm() {
  const { failure, pending, form } = useFormAction(acceptInvitationAction);
  return (
    <Form {...form}>
      {failure?.code !== 'link_invalid' && <FormProblem failure={failure} />}
      <TokenField label="Token" link="invitation" error={failure?.fields.token} />
      <Button type="submit" variant="primary" size="lg" pending={pending} className="w-full">
        Join
      </Button>
    </Form>
  );
}
