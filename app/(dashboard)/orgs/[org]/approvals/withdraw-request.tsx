'use client';

import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { withdrawRequestAction } from './actions';

/** For what somebody asked for themselves, while it waits or is open. */
export function WithdrawRequest({ id, label }: { id: string; label: string }) {
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(withdrawRequestAction, ({ status }) => {
    if (status !== 'done') return;
    document.querySelector<HTMLElement>('main h1')?.focus();
    show({ title: 'Withdrawn', text: 'It can be asked for again.' });
  });
  const { state: _, ...rest } = form;
  return (
    <form {...rest} className="flex flex-col gap-2">
      <FormProblem failure={failure} bare />
      <input type="hidden" name="id" value={id} />
      <div>
        <Button type="submit" size="sm" pending={pending}>
          {label}
        </Button>
      </div>
    </form>
  );
}
