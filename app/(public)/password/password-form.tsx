'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { NewPasswordField } from '@/app/(public)/_parts/new-password-field';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Form } from '@/components/form';
import { textOf } from '@/lib/web/form-data';
import { makePasskeyByLink } from '@/lib/web/passkey-ceremony';
import { leaveFor, useFormOrPasskey } from '@/lib/web/use-passkey';
import { choosePasswordAction } from './actions';

const CHOOSE = { begin: '/password/passkey/begin', finish: '/password/passkey/finish' } as const;

/** A password, or a passkey in its place. */
export function PasswordForm() {
  const { failure, fields, pending, form, passkey } = useFormOrPasskey(
    choosePasswordAction,
    (data) => makePasskeyByLink(CHOOSE, { token: textOf(data, 'token').trim() }),
    () => leaveFor('/'),
  );
  return (
    <Form {...form}>
      {!fields.token && <FormProblem failure={failure} />}
      <TokenField label="Token" link="link" error={fields.token} />
      <NewPasswordField label="New password" error={fields.password} />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        Save and sign in
      </Button>
      <OrLine />
      <PasskeyButton size="lg" {...passkey}>
        Use a passkey instead
      </PasskeyButton>
    </Form>
  );
}
