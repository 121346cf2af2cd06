'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Form, FormActions } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { changeNameAction } from './actions';

export function NameForm({ name }: { name: string }) {
  const { show } = useToast();
  const { failure, given, pending, form } = useFormAction(changeNameAction, ({ status }) => {
    if (status === 'done') show({ title: 'Name saved' });
  });
  return (
    <Form {...form}>
      <FormProblem failure={failure} />
      <Field
        label="Name"
        required
        error={failure?.fields.ownName}
        hint="As others see you. What the trail said before stays as it was."
      >
        <TextInput
          name="ownName"
          autoComplete="name"
          maxLength={120}
          defaultValue={given.ownName?.[0] ?? name}
        />
      </Field>
      <FormActions>
        <Button type="submit" pending={pending}>
          Save name
        </Button>
      </FormActions>
    </Form>
  );
}
