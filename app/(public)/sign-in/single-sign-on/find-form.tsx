'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { SsoLink, ssoPath } from '@/app/(public)/sign-in/sso-link';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form } from '@/components/form';
import { Notice } from '@/components/notice';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { findWaysAction } from './actions';

/** With scripts a single way is taken at once; without them it is a link. */
export function FindForm({ next }: { next: string }) {
  const { state, failure, given, pending, form } = useFormAction(findWaysAction, (answer) => {
    const [only, another] = answer.status === 'done' ? answer.result : [];
    if (only && !another) location.assign(ssoPath(only.id, next));
  });
  const ways = state.status === 'done' ? state.result : undefined;
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      {ways?.length === 0 && (
        <Notice tone="warning" live>
          No organization here has an identity provider for this address. Check how it is written, or sign in
          with a password or a passkey.
        </Notice>
      )}
      {ways && ways.length > 0 && (
        <div className="flex flex-col gap-2.5">
          {ways.map(({ id, name }) => (
            <SsoLink key={id} provider={id} next={next} variant="primary">
              Continue with {name}
            </SsoLink>
          ))}
        </div>
      )}
      <Field
        label="Work e-mail"
        required
        error={failure?.fields.email}
        hint="What stands behind the @ tells where your organization signs in."
      >
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={given.email?.[0]}
          autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- all that this page is for
        />
      </Field>
      <Button
        type="submit"
        variant={ways && ways.length > 0 ? 'secondary' : 'primary'}
        size="lg"
        pending={pending}
      >
        Continue
      </Button>
    </Form>
  );
}
