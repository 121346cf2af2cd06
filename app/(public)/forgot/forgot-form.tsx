'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { Notice } from '@/components/notice';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { requestLinkAction } from './actions';

export function ForgotForm() {
  const { state, failure, given, pending, form } = useFormAction(requestLinkAction);
  if (state.status === 'done') {
    return (
      <Notice tone="success" live title="Look into your mailbox">
        If there is an account with this address, a link is on its way. It works once.
      </Notice>
    );
  }
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <Field label="E-mail" required error={failure?.fields.email}>
        <TextInput name="email" type="email" autoComplete="username" defaultValue={given.email?.[0]} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Send me a link
      </Button>
    </Form>
  );
}
