'use client';

import { Button } from '@/components/button';
import { focusHeading } from '@/components/focus-heading';
import { useToast } from '@/components/toast';
import type { FormState } from '@/lib/web/form-state';
import { useFormAction } from '@/lib/web/use-form-action';
import { endOtherSessionsAction, endSessionAction } from './actions';

/** Asks nothing: whoever ended the wrong one signs in again there. */
export function EndSession({ id, device }: { id: string; device: string }) {
  const { pending, form } = useFormAction(endSessionAction, useTold('Session ended'));
  const { state: _, ...rest } = form;
  return (
    <form {...rest}>
      <input type="hidden" name="sessionId" value={id} />
      <Button type="submit" size="sm" pending={pending} aria-label={`End the session on ${device}`}>
        End
      </Button>
    </form>
  );
}

export function EndOtherSessions() {
  const { pending, form } = useFormAction(endOtherSessionsAction, useTold('All other sessions ended'));
  const { state: _, ...rest } = form;
  return (
    <form {...rest}>
      <input type="hidden" name="which" value="others" />
      <Button type="submit" pending={pending}>
        End all others
      </Button>
    </form>
  );
}

function useTold(title: string): (state: FormState) => void {
  const { show } = useToast();
  return (state) => {
    if (state.status === 'done') show({ title, text: 'Whoever had it open is out at once.' });
    if (state.status === 'error') show({ title: 'Not ended', text: state.message, tone: 'danger' });
    // The button has gone with its row.
    if (state.status === 'done') focusHeading();
  };
}
