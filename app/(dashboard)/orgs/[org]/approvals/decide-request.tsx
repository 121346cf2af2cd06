'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { focusHeading } from '@/components/focus-heading';
import { Select } from '@/components/select';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { decideAction } from './actions';

const DURATIONS = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '240', label: '4 hours' },
  { value: '480', label: '8 hours' },
  { value: '1440', label: '24 hours' },
];

export type DecideRequestProps = {
  id: string;
  /** Who asked. */
  name: string;
  /** It was approved, and its time is not up: it can be ended. */
  isOpen?: boolean | undefined;
};

/** A second person's yes or no. */
export function DecideRequest({ id, name, isOpen = false }: DecideRequestProps) {
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(decideAction, (answer) => {
    if (answer.status !== 'done') return;
    focusHeading();
    if (answer.result === 'approve') show({ title: 'Approved', text: `${name} can open it now.` });
    else if (answer.result === 'end') show({ title: 'Ended', text: `${name} cannot open it any more.` });
    else show({ title: 'Denied', text: `${name} sees that.` });
  });
  const { state: _, ...rest } = form;
  return (
    <form {...rest} className="flex flex-col gap-2">
      <FormProblem failure={failure} bare />
      <input type="hidden" name="id" value={id} />
      <div className="flex flex-wrap items-end gap-2">
        {!isOpen && (
          <>
            <Field label="Open for">
              <Select name="minutes" options={DURATIONS} defaultValue="60" className="w-36" />
            </Field>
            <Button type="submit" name="decision" value="approve" variant="primary" pending={pending}>
              Approve
            </Button>
          </>
        )}
        <Button
          type="submit"
          name="decision"
          value={isOpen ? 'end' : 'deny'}
          size={isOpen ? 'sm' : 'md'}
          pending={pending}
        >
          {isOpen ? 'End it now' : 'Deny'}
        </Button>
      </div>
    </form>
  );
}
