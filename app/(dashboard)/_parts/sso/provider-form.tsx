'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { Notice } from '@/components/notice';
import { PasswordInput } from '@/components/password-input';
import { Select } from '@/components/select';
import { TextArea } from '@/components/text-area';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import type { IdentityProvider } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { saveProviderAction } from './actions';
import { ROLE_NAMES, rolesText } from './provider-form-data';

export type ProviderFormProps = {
  /** Null: of the environment, which gives no roles. */
  organizationId: string | null;
  /** The one that is changed; else it is a new one. */
  provider?: IdentityProvider | undefined;
};

export function ProviderForm({ organizationId, provider }: ProviderFormProps) {
  const { show } = useToast();
  const { state, failure, given, pending, form } = useFormAction(saveProviderAction, ({ status }) => {
    if (status === 'done') show({ title: provider ? 'Identity provider saved' : 'Identity provider added' });
  });
  const problem = state.status === 'done' ? state.result : null;
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <input type="hidden" name="id" value={provider?.id ?? ''} />
      <input type="hidden" name="organizationId" value={organizationId ?? ''} />
      <Field label="Name" required error={fields.name} hint="What people know it by, such as Acme Okta.">
        <TextInput
          name="name"
          autoComplete="off"
          maxLength={80}
          defaultValue={given.name?.[0] ?? provider?.name}
        />
      </Field>
      {!provider && (
        <Field
          label="Issuer"
          required
          error={fields.issuer}
          hint="Its https address, as its discovery document names it. It cannot be changed later: people are known by it."
        >
          <TextInput
            name="issuer"
            mono
            autoComplete="off"
            placeholder="https://login.example.com"
            defaultValue={given.issuer?.[0]}
          />
        </Field>
      )}
      <Field label="Client id" required error={fields.clientId}>
        <TextInput
          name="clientId"
          mono
          autoComplete="off"
          defaultValue={given.clientId?.[0] ?? provider?.clientId}
        />
      </Field>
      <Field
        label="Client secret"
        required={!provider}
        error={fields.clientSecret}
        hint={
          provider
            ? 'Leave it empty to keep the one that is stored. It is never shown.'
            : 'Stored encrypted, and never shown again.'
        }
      >
        <PasswordInput name="clientSecret" what="client secret" autoComplete="off" />
      </Field>
      {organizationId !== null && <Mapping {...{ provider, fields, given }} />}
      {problem && (
        <Notice tone="warning" title="Added, and not in use yet" live>
          {problem} Nobody is sent there. Once that is mended, test its connection above, then use it.
        </Notice>
      )}
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          {provider ? 'Save' : 'Add identity provider'}
        </Button>
      </FormActions>
    </Form>
  );
}

type MappingProps = Pick<ProviderFormProps, 'provider'> & {
  fields: Readonly<Record<string, string>>;
  given: Readonly<Record<string, readonly string[]>>;
};

function Mapping({ provider, fields, given }: MappingProps) {
  return (
    <>
      <Field
        label="Role of everybody else"
        error={fields.defaultRole}
        hint="For whom the provider lets in, and no line below gives a role."
      >
        <Select
          name="defaultRole"
          defaultValue={given.defaultRole?.[0] ?? provider?.defaultRole ?? ''}
          options={[
            { value: '', label: 'None: they are not let in' },
            ...Object.entries(ROLE_NAMES).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Field>
      <Field
        label="Claim with roles"
        optional
        error={fields.roleClaim}
        hint="Such as groups. With one, it decides the role at each sign-in; without, roles are given here."
      >
        <TextInput
          name="roleClaim"
          mono
          autoComplete="off"
          defaultValue={given.roleClaim?.[0] ?? provider?.roleClaim ?? ''}
        />
      </Field>
      <Field
        label="Roles by value of the claim"
        optional
        error={fields.roles}
        hint="One line for each, such as: developers = Editor. The strongest counts. Roles: Administrator, Editor, Reader, Viewer."
      >
        <TextArea
          name="roles"
          mono
          rows={3}
          defaultValue={given.roles?.[0] ?? rolesText(provider?.roles ?? {})}
        />
      </Field>
    </>
  );
}
