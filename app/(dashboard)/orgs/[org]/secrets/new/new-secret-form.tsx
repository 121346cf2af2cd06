'use client';

import type { SubmitEvent } from 'react';
import { DetailsFields } from '@/app/(dashboard)/_parts/details-fields';
import { DraftNotice } from '@/app/(dashboard)/_parts/draft/draft-notice';
import { type Draft, useDraft } from '@/app/(dashboard)/_parts/draft/use-draft';
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

export type NewSecretFormProps = { organizationId: string; userId: string };

export function NewSecretForm({ organizationId, userId }: NewSecretFormProps) {
  const draft = useDraft(userId, `new.${organizationId}`);
  return (
    <div className="flex flex-col gap-5">
      <DraftNotice draft={draft} what="a secret" />
      <Fields key={draft.round} organizationId={organizationId} draft={draft} />
    </div>
  );
}

function Fields({ organizationId, draft }: { organizationId: string; draft: Draft }) {
  const {
    failure,
    given: posted,
    pending,
    form,
  } = useFormAction(createSecretAction, ({ status }) => {
    if (status === 'error') draft.failed();
  });
  const given = draft.fields ?? posted;
  const fields = failure?.fields ?? {};

  function submit(event: SubmitEvent<HTMLFormElement>) {
    draft.sent();
    form.onSubmit(event);
  }

  return (
    <Form {...form} onSubmit={submit} onInput={(event) => draft.keep(event.currentTarget)}>
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
          <ValueField label="Value" failure={failure} initial={draft.value} />
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
        open={DETAILS_FIELDS.some((field) => fields[field] ?? given[field]?.[0])}
      >
        <DetailsFields errors={fields} given={given} />
      </Disclosure>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Create secret
        </Button>
        <LinkButton href={`/orgs/${organizationId}/secrets`} variant="ghost" onClick={draft.forget}>
          Cancel
        </LinkButton>
      </FormActions>
    </Form>
  );
}
