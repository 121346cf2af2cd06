'use client';

import { DetailsFields } from '@/app/(dashboard)/_parts/details-fields';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { ValueField } from '@/app/(dashboard)/_parts/value-field';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { CodeText } from '@/components/code-text';
import { Disclosure } from '@/components/disclosure';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { LinkButton } from '@/components/link-button';
import { TextInput } from '@/components/text-input';
import { DETAILS_FIELDS } from '@/lib/web/details-form';
import { useFormAction } from '@/lib/web/use-form-action';
import { createSecretAction } from '../actions';
import { ContextFields } from './context-fields';

export function NewSecretForm({ organizationId }: { organizationId: string }) {
  const { failure, given, pending, form } = useFormAction(createSecretAction);
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      <PlaceFields organizationId={organizationId} />
      <FormProblem failure={failure} />
      <Card>
        <div className="flex flex-col gap-5">
          <Field
            label="Name"
            required
            error={fields.name}
            hint="Stored in clear, so that it can be listed and searched. Nothing secret belongs in it."
          >
            <TextInput
              name="name"
              mono
              autoComplete="off"
              maxLength={200}
              placeholder="database/password"
              defaultValue={given.name?.[0]}
            />
          </Field>
          <ValueField label="Value" failure={failure} />
        </div>
      </Card>
      <Card
        title="Key context"
        description="Decides which keys encrypt the value. All of them are needed to read it, and each pair of name and value has a key of its own. It cannot be changed later, and is stored in clear."
      >
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap gap-x-2 text-sm text-muted">
            <CodeText>organization_id</CodeText>
            <CodeText className="text-subtle">{organizationId}</CodeText>
          </p>
          <ContextFields errors={fields} given={given} />
        </div>
      </Card>
      <Disclosure
        title="Note, tags and reminders"
        description="Optional, and stored in clear. All of it can be changed later."
        open={DETAILS_FIELDS.some((field) => fields[field])}
      >
        <DetailsFields errors={fields} given={given} />
      </Disclosure>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Create secret
        </Button>
        <LinkButton href={`/orgs/${organizationId}/secrets`} variant="ghost">
          Cancel
        </LinkButton>
      </FormActions>
    </Form>
  );
}
