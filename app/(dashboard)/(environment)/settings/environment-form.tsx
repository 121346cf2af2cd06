'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Radio } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import type { Environment } from '@/lib/vault';
import { useFormAction } from '@/lib/web/use-form-action';
import { updateEnvironmentAction } from './actions';

export function EnvironmentForm({ name, stepUpMinutes, administratorsReadValues }: Environment) {
  const { show } = useToast();
  const { failure, given, pending, form } = useFormAction(updateEnvironmentAction, ({ status }) => {
    if (status === 'done') show({ title: 'Settings saved' });
  });
  const fields = failure?.fields ?? {};
  const reads = (given.readValues?.[0] ?? (administratorsReadValues ? 'yes' : 'no')) === 'yes';
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      {/* What the page was made with: only what somebody has changed is sent on to the vault. */}
      <input type="hidden" name="wasName" value={name} />
      <input type="hidden" name="wasStepUpMinutes" value={stepUpMinutes} />
      <input type="hidden" name="wasReadValues" value={administratorsReadValues ? 'yes' : 'no'} />
      <Card>
        <div className="flex flex-col gap-6">
          <Field
            label="Name"
            required
            error={fields.name}
            hint="What this installation is called, such as production."
          >
            <TextInput name="name" autoComplete="off" maxLength={80} defaultValue={given.name?.[0] ?? name} />
          </Field>
          <Field
            label="Minutes that a proof counts"
            required
            error={fields.stepUpMinutes}
            hint="1 to 720. After so long without one, whoever reveals a value, changes rights or makes keys confirms again that it is them."
          >
            <TextInput
              name="stepUpMinutes"
              type="number"
              inputMode="numeric"
              min={1}
              max={720}
              className="max-w-28"
              defaultValue={given.stepUpMinutes?.[0] ?? stepUpMinutes}
            />
          </Field>
          <ChoiceGroup
            legend="Values of secrets"
            error={fields.administratorsReadValues}
            // A new one after each change of what is stored: the browser keeps what was chosen.
            key={String(administratorsReadValues)}
          >
            <Radio
              name="readValues"
              value="yes"
              defaultChecked={reads}
              label="Owners and administrators may reveal them"
            />
            <Radio
              name="readValues"
              value="no"
              defaultChecked={!reads}
              label="Only members of organizations and programs may"
              hint="Owners and administrators still run everything: organizations, people, keys, the trash. But they reveal, export and compare no value, their own API keys read none, and they give nobody a role that does. One thing remains: they appoint the first administrator of an organization that has none. An owner can turn this back, and the activity says so."
            />
          </ChoiceGroup>
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
