'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { LinkButton } from '@/components/link-button';
import { TextInput } from '@/components/text-input';
import { useFormAction } from '@/lib/web/use-form-action';
import { createOrganizationAction } from './actions';

export function NewOrganizationForm() {
  const { failure, given, pending, form } = useFormAction(createOrganizationAction);
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <Card>
        <div className="flex flex-col gap-5">
          <Field label="Name" required error={fields.name}>
            <TextInput name="name" autoComplete="off" maxLength={200} defaultValue={given.name?.[0]} />
          </Field>
          <Field
            label="External id"
            optional
            error={fields.externalId ?? fields.external_id}
            hint="The id that your own system has for it. Programs may use it in place of ours."
          >
            <TextInput
              name="externalId"
              mono
              autoComplete="off"
              maxLength={128}
              defaultValue={given.externalId?.[0]}
            />
          </Field>
        </div>
      </Card>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Create organization
        </Button>
        <LinkButton href="/orgs" variant="ghost">
          Cancel
        </LinkButton>
      </FormActions>
    </Form>
  );
}
