'use client';

import { useRef } from 'react';
import { FormProblem } from '@/app/(dashboard)/_parts/form-problem';
import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { useToast } from '@/components/toast';
import { useFormAction } from '@/lib/web/use-form-action';
import { withdrawRequestAction } from './actions';

export type WithdrawRequestProps = {
  id: string;
  label: string;
  /** It was approved: whoever presses by mistake would need a second person again, so it asks. */
  isOpen?: boolean | undefined;
};

/** For what somebody asked for themselves, while it waits or is open. */
export function WithdrawRequest({ id, label, isOpen = false }: WithdrawRequestProps) {
  const sent = useRef<HTMLFormElement>(null);
  const { show } = useToast();
  const { failure, pending, form } = useFormAction(withdrawRequestAction, ({ status }) => {
    if (status !== 'done') return;
    document.querySelector<HTMLElement>('main h1')?.focus();
    show({ title: isOpen ? 'Given up' : 'Withdrawn', text: 'It can be asked for again.' });
  });
  const { state: _, ...rest } = form;
  const send = (
    <Button type="submit" size="sm" pending={pending}>
      {label}
    </Button>
  );
  return (
    <div>
      <form {...rest} ref={sent} className="flex flex-col gap-2">
        <FormProblem failure={failure} bare />
        <input type="hidden" name="id" value={id} />
        {isOpen ? <noscript>{send}</noscript> : <div>{send}</div>}
      </form>
      {isOpen && (
        <AlertDialog
          title="Give up the approval?"
          description="It closes for you at once. To open it again, you ask again and a second person has to agree."
          confirmLabel="Give it up"
          tone="primary"
          action={async () => sent.current?.requestSubmit()}
          trigger={
            <Button size="sm" pending={pending} className="noscript:hidden">
              {label}
            </Button>
          }
        />
      )}
    </div>
  );
}
