'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { NewPasswordField } from '@/app/(public)/_parts/new-password-field';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { setUpAction } from './actions';

export function SetupForm() {
  const { failure, given, pending, form } = useFormAction(setUpAction);
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      {failure?.code !== 'link_invalid' && <FormProblem failure={failure} />}
      <TokenField label="Set-up token" link="set-up link" error={fields.token} given={given.token?.[0]} />
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-3 text-xs font-medium text-subtle">The first administrator: you</legend>
        <Field label="Your name" required error={fields.name}>
          <TextInput name="name" autoComplete="name" maxLength={120} defaultValue={given.name?.[0]} />
        </Field>
        <Field
          label="E-mail"
          required
          error={fields.email}
          hint="You sign in with it. Nothing is sent to it unless you set up a mail server."
        >
          <TextInput name="email" type="email" autoComplete="username" defaultValue={given.email?.[0]} />
        </Field>
        <NewPasswordField label="Password" error={fields.password} />
      </fieldset>
      <fieldset className="flex flex-col gap-4 border-t pt-5">
        <legend className="sr-only">What is kept here</legend>
        <Field
          label="First organization"
          required
          error={fields.organizationName}
          hint="Secrets belong to organizations. You can add more later."
        >
          <TextInput
            name="organizationName"
            autoComplete="organization"
            maxLength={200}
            defaultValue={given.organizationName?.[0]}
          />
        </Field>
        <Field label="Environment" error={fields.environmentName} hint="One for each installation.">
          <TextInput
            name="environmentName"
            defaultValue={given.environmentName?.[0] ?? 'production'}
            autoComplete="off"
            maxLength={80}
          />
        </Field>
      </fieldset>
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Set up Strongroom
      </Button>
    </Form>
  );
}
