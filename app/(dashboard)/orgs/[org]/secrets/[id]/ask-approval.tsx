'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { focusHeading } from '@/components/focus-heading';
import { Form } from '@/components/form';
import { TextInput } from '@/components/text-input';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { requestApprovalAction } from '../../approvals/actions';
import type { Place } from './delete-secret';

const MOST_CHARS = 500;

/** In place of Reveal. */
export function AskApproval({ place }: { place: Place }) {
  const { show } = useToast();
  const { failure, given, pending, form } = useFormAction(requestApprovalAction, ({ status }) => {
    if (status !== 'done') return;
    focusHeading();
    show({ title: 'Asked for approval', text: 'An administrator can approve it now.' });
  });
  return (
    <Form {...form}>
      <FormProblem failure={failure?.fields.reason ? undefined : failure} />
      <PlaceFields {...place} />
      <Field
        label="Why do you need it?"
        required
        error={failure?.fields.reason}
        hint="Whoever decides reads it, and it stands in the activity, in clear."
      >
        <TextInput name="reason" autoComplete="off" maxLength={MOST_CHARS} defaultValue={given.reason?.[0]} />
      </Field>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Ask for approval
        </Button>
      </div>
    </Form>
  );
}
