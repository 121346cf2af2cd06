'use client';

import { ButtonForm } from '@/app/(dashboard)/_parts/button-form';
import { focusHeading } from '@/components/focus-heading';
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
  const { show } = useToast();
  const withdrawal = useFormAction(withdrawRequestAction, ({ status }) => {
    if (status !== 'done') return;
    focusHeading();
    show({ title: isOpen ? 'Given up' : 'Withdrawn', text: 'It can be asked for again.' });
  });
  const question = {
    title: 'Give up the approval?',
    description:
      'It closes for you at once. To open it again, you ask again and a second person has to agree.',
    confirmLabel: 'Give it up',
  };
  return (
    <ButtonForm of={withdrawal} label={label} size="sm" question={isOpen ? question : undefined}>
      <input type="hidden" name="id" value={id} />
    </ButtonForm>
  );
}
