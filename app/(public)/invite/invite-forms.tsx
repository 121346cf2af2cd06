'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { NewPasswordField } from '@/app/(public)/_parts/new-password-field';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { textOf } from '@/lib/web/form-data';
import { makePasskeyByLink } from '@/lib/web/passkey-ceremony';
import { useFormAction } from '@/lib/web/use-form-action';
import { leaveFor, useFormOrPasskey } from '@/lib/web/use-passkey';
import { acceptInvitationAction } from './actions';

const JOIN = { begin: '/invite/passkey/begin', finish: '/invite/passkey/finish' } as const;

/** For somebody who has no account yet: a password, or a passkey in its place. */
export function NewPersonForm() {
  const { failure, fields, given, pending, form, passkey } = useFormOrPasskey(
    acceptInvitationAction,
    (data) =>
      makePasskeyByLink<{ organizationId: string | null }>(JOIN, {
        token: textOf(data, 'token').trim(),
        name: textOf(data, 'name').trim(),
      }),
    ({ organizationId }) => leaveFor(organizationId === null ? '/orgs' : `/orgs/${organizationId}/secrets`),
  );
  return (
    <Form {...form}>
      {!fields.token && <FormProblem failure={failure} />}
      <TokenField label="Token" link="invitation" error={fields.token} given={given.token?.[0]} />
      <Field label="Your name" required error={fields.name} hint="As the others see it.">
        <TextInput name="name" autoComplete="name" maxLength={120} defaultValue={given.name?.[0]} />
      </Field>
      <NewPasswordField label="Password" error={fields.password} />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Join
      </Button>
      <OrLine />
      <PasskeyButton size="lg" {...passkey}>
        Join with a passkey instead
      </PasskeyButton>
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
