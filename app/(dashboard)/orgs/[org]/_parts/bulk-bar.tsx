'use client';

import { Trash2, Undo2, X } from 'lucide-react';
import { PlaceFields } from '@/app/(dashboard)/_parts/place-fields';
import { Button } from '@/components/button';
import { focusHeading } from '@/components/focus-heading';
import { useToast } from '@/components/toast';
import type { FormAction } from '@/lib/web/form-state';
import { useFormAction } from '@/lib/web/use-form-action';
import { undoBulkDeleteAction } from './bulk-actions';
import { BULK_FORM } from './bulk-form';
import type { Moved } from './moved';
import { useChosen } from './use-chosen';

const DOES = {
  delete: { label: 'Delete', icon: <Trash2 aria-hidden="true" />, failed: 'Not deleted' },
  restore: { label: 'Restore', icon: <Undo2 aria-hidden="true" />, failed: 'Not restored' },
};

export type BulkBarProps = {
  organizationId: string;
  does: keyof typeof DOES;
  action: FormAction<Moved>;
  /** The ids of the list's rows. */
  rows: readonly string[];
};

/** Stands at the bottom of the window while something in the list is checked: see BulkList. */
export function BulkBar({ organizationId, does, action, rows }: BulkBarProps) {
  const { show } = useToast();
  const { count, chooseAll } = useChosen(rows.join());
  const { label, icon, failed } = DOES[does];
  async function undo(ids: readonly string[]) {
    const { error } = await undoBulkDeleteAction(organizationId, ids);
    if (error) show({ title: 'Not all are back', text: error, tone: 'danger' });
  }

  const { state, failure, pending, form } = useFormAction(action, (answer) => {
    if (answer.status === 'error') show({ title: failed, text: answer.message, tone: 'danger' });
    if (answer.status !== 'done') return;
    const { ids, title, text } = answer.result;
    // The bar goes, and the focus with it.
    focusHeading();
    show({ title, text, ...(does === 'delete' && { action: { label: 'Undo', onPress: () => undo(ids) } }) });
  });
  const { state: _, ...plain } = form;

  return (
    <>
      <form
        {...plain}
        id={BULK_FORM}
        aria-label="What is chosen"
        className="sticky bottom-4 z-20 mx-auto mt-4 hidden w-fit max-w-full flex-wrap items-center gap-2 rounded-lg border bg-raised p-2 shadow-pop group-has-[input[name=ids]:checked]/bulk:flex"
      >
        <PlaceFields organizationId={organizationId} />
        <span className="px-2 text-sm text-muted tabular-nums noscript:hidden">{count} chosen</span>
        {count < rows.length && (
          <Button variant="ghost" onClick={chooseAll} className="noscript:hidden">
            All {rows.length}
            <span className="max-sm:sr-only">on this page</span>
          </Button>
        )}
        <Button type="submit" pending={pending} icon={icon}>
          {label}
        </Button>
        <Button type="reset" variant="ghost" icon={<X aria-hidden="true" />}>
          Clear
        </Button>
      </form>
      <noscript>
        {failure && <p className="mt-3 text-sm text-danger-text">{`${failed}. ${failure.message}`}</p>}
        {state.status === 'done' && (
          <p className="mt-3 text-sm">{`${state.result.title}. ${state.result.text ?? ''}`}</p>
        )}
      </noscript>
    </>
  );
}
