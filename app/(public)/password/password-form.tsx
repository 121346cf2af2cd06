'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { OrLine, PasskeyButton } from '@/app/(public)/_parts/passkey-button';
import { TokenField } from '@/app/(public)/_parts/token-field';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { PasswordInput } from '@/components/password-input';
import { textOf } from '@/lib/web/form-data';
import { makePasskeyByLink } from '@/lib/web/passkey-ceremony';
import { useFormAction } from '@/lib/web/use-form-action';
import { leaveFor, usePasskey } from '@/lib/web/use-passkey';
import { choosePasswordAction } from './actions';

const PASSWORD_HINT = 'At least 12 characters. A few words in a row are easy to remember.';

const CHOOSE = { begin: '/password/passkey/begin', finish: '/password/passkey/finish' } as const;

/** A password, or a passkey in its place. */
export function PasswordForm() {
  const { failure: refused, pending, form } = useFormAction(choosePasswordAction);
  const passkey = usePasskey(
    (data) => makePasskeyByLink(CHOOSE, { token: textOf(data, 'token').trim() }),
    () => leaveFor('/'),
  );
  const failure = passkey.failure ?? refused;
  return (
    <Form
      {...form}
      state={passkey.failure ?? form.state}
      onSubmit={(event) => {
        passkey.forget();
        form.onSubmit(event);
      }}
    >
      {!failure?.fields.token && <FormProblem failure={failure} />}
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
      <OrLine />
      <PasskeyButton size="lg" pending={passkey.pending} onPress={passkey.start}>
        Use a passkey instead
      </PasskeyButton>
    </Form>
  );
}
