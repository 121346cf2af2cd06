'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Checkbox } from '@/components/checkbox';
import { CodeText } from '@/components/code-text';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import type { Organization } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { updateOrganizationAction } from './actions';

export type SettingsFormProps = Pick<
  Organization,
  'id' | 'name' | 'externalId' | 'retentionDays' | 'requireReason'
> & {
  /** It belongs to the programs of the whole environment. */
  mayChangeExternalId: boolean;
};

export function SettingsForm(props: SettingsFormProps) {
  const { id, name, externalId, retentionDays, requireReason, mayChangeExternalId } = props;
  const { show } = useToast();
  const { failure, given, pending, form } = useFormAction(updateOrganizationAction, ({ status }) => {
    if (status === 'done') show({ title: 'Settings saved' });
  });
  const fields = failure?.fields ?? {};
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      {/* What the page was made with: only what somebody has changed is sent on to the vault. */}
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="wasName" value={name} />
      <input type="hidden" name="wasExternalId" value={externalId ?? ''} />
      <input type="hidden" name="wasRetentionDays" value={retentionDays} />
      <input type="hidden" name="wasRequireReason" value={requireReason ? 'yes' : ''} />
      <Card
        footer={
          <span>
            Programs know it as <CodeText className="text-xs">{id}</CodeText>
          </span>
        }
      >
        <div className="flex flex-col gap-5">
          <Field label="Name" required error={fields.name}>
            <TextInput
              name="name"
              autoComplete="off"
              maxLength={200}
              defaultValue={given.name?.[0] ?? name}
            />
          </Field>
          {mayChangeExternalId && (
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
                defaultValue={given.externalId?.[0] ?? externalId ?? ''}
              />
            </Field>
          )}
          <Field
            label="Days in the trash"
            required
            error={fields.retentionDays}
            hint="7 to 90. After that a deleted secret is destroyed. A shorter time counts for what is in the trash already."
          >
            <TextInput
              name="retentionDays"
              type="number"
              inputMode="numeric"
              min={7}
              max={90}
              className="max-w-28"
              defaultValue={given.retentionDays?.[0] ?? retentionDays}
            />
          </Field>
          <Checkbox
            key={String(requireReason)}
            name="requireReason"
            value="yes"
            defaultChecked={given.requireReason ? given.requireReason.includes('yes') : requireReason}
            label="Whoever reveals a value says why"
            hint="The reason stands in the activity, beside who it was. Programs are not asked."
          />
        </div>
      </Card>
      <FormActions>
        <Button type="submit" variant="primary" pending={pending}>
          Save
        </Button>
      </FormActions>
    </Form>
  );
}
