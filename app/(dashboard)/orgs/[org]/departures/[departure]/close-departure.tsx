'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Disclosure } from '@/components/disclosure';
import { Field } from '@/components/field';
import { focusHeading } from '@/components/focus-heading';
import { Form, FormActions } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { closeDepartureAction } from '../actions';

export type CloseDepartureProps = { organizationId: string; departureId: string; reasonChars: number };

/** The other end of a work list: somebody answers for the rest. */
export function CloseDeparture({ organizationId, departureId, reasonChars }: CloseDepartureProps) {
  const { show } = useToast();
  const { failure, given, pending, form } = useFormAction(closeDepartureAction, (answer) => {
    if (answer.status !== 'done') return;
    focusHeading();
    show({ title: 'List closed', text: 'The activity says why.' });
  });
  return (
    <Disclosure
      title="Close the list"
      description="If the rest need not be replaced: say why. It cannot be opened again."
      open={failure !== undefined}
    >
      <Form {...form}>
        <FormProblem failure={failure} />
        <input type="hidden" name="organizationId" value={organizationId} />
        <input type="hidden" name="departureId" value={departureId} />
        <Field label="Reason" required error={failure?.fields.reason} hint="Kept in the activity.">
          <TextInput
            name="reason"
            autoComplete="off"
            maxLength={reasonChars}
            defaultValue={given.reason?.[0]}
          />
        </Field>
        <FormActions>
          <Button type="submit" pending={pending}>
            Close the list
          </Button>
        </FormActions>
      </Form>
    </Disclosure>
  );
}
