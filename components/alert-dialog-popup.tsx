'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { clsx } from 'clsx';
import { useRef, useState } from 'react';
import type { AlertDialogProps } from './alert-dialog';
import { Button } from './button';
import { BACKDROP, POPUP, VIEWPORT } from './dialog-styles';
import { Field } from './field';
import { Notice } from './notice';
import { TextInput } from './text-input';
import type { PopupProps } from './use-popup';

type Content = Omit<AlertDialogProps, 'trigger' | 'open' | 'onOpenChange'>;

/** What AlertDialog loads when it is first opened. */
export function AlertDialogPopup({
  popup: { id, open, onOpenChange, triggerRef, pressedBy },
  ...content
}: Content & { popup: PopupProps }) {
  const ref = useRef<HTMLDivElement>(null);
  const done = useRef(false);
  function finish() {
    done.current = true;
    onOpenChange(false);
  }
  // What was confirmed usually takes the button away that asked for it.
  const whereTo = () =>
    (done.current ? document.querySelector<HTMLElement>('main h1') : triggerRef.current) ?? true;
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup
            id={id}
            ref={ref}
            // A finger did not ask for the keyboard.
            initialFocus={() => (pressedBy() === 'touch' ? ref.current : true)}
            finalFocus={whereTo}
            className={clsx(POPUP, 'sm:max-w-md')}
          >
            <ConfirmForm {...content} onDone={finish} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function ConfirmForm({
  title,
  description,
  confirmLabel,
  action,
  tone = 'danger',
  cancelLabel = 'Cancel',
  typeToConfirm,
  children,
  onDone,
}: Content & { onDone: () => void }) {
  const [error, setError] = useState<string>();
  const [typed, setTyped] = useState('');

  async function submit(data: FormData) {
    setError(undefined);
    const result = await action(data);
    if (result?.error) setError(result.error);
    else onDone();
  }

  return (
    <form action={submit} className="flex flex-col gap-4 p-5">
      <div>
        <Base.Title className="text-lg font-semibold wrap-anywhere">{title}</Base.Title>
        <Base.Description render={<div />} className="mt-1.5 text-sm text-muted wrap-anywhere">
          {description}
        </Base.Description>
      </div>
      {children}
      {typeToConfirm !== undefined && (
        <Field
          label={
            <>
              Type <span className="font-mono font-semibold wrap-anywhere">{typeToConfirm}</span> to confirm
            </>
          }
        >
          <TextInput
            mono
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      {error && (
        <Notice tone="danger" live>
          {error}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Base.Close render={<Button>{cancelLabel}</Button>} />
        <Button
          type="submit"
          variant={tone}
          disabled={typeToConfirm !== undefined && typed.trim() !== typeToConfirm.trim()}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
