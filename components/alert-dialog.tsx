'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { clsx } from 'clsx';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { Button } from './button';
import { BACKDROP, POPUP, VIEWPORT } from './dialog-styles';
import { Field } from './field';
import { Notice } from './notice';
import { TextInput } from './text-input';

export type ConfirmResult = { error?: string | undefined } | undefined | void;

export type AlertDialogProps = {
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  /** A server action, or a function. It closes the dialog unless it returns an error, which is shown. */
  action: (data: FormData) => Promise<ConfirmResult>;
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  tone?: 'danger' | 'primary' | undefined;
  cancelLabel?: string | undefined;
  /** Must be typed before the button works. */
  typeToConfirm?: string | undefined;
  /** Hidden inputs and other fields of the form. */
  children?: ReactNode;
};

/** Asks before something that matters. Focus starts on the first field, or on Cancel; the backdrop does not close it. */
export function AlertDialog({ trigger, open, onOpenChange, ...content }: AlertDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const done = useRef(false);
  function change(next: boolean) {
    setOwnOpen(next);
    onOpenChange?.(next);
  }
  function finish() {
    done.current = true;
    change(false);
  }
  // What was confirmed usually takes the button away that asked for it.
  const whereTo = () => (done.current ? document.querySelector<HTMLElement>('main h1') : null);
  return (
    <Base.Root open={open ?? ownOpen} onOpenChange={(next) => change(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup finalFocus={whereTo} className={clsx(POPUP, 'sm:max-w-md')}>
            <ConfirmForm {...content} onDone={finish} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

type ConfirmFormProps = Omit<AlertDialogProps, 'trigger' | 'open' | 'onOpenChange'> & { onDone: () => void };

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
}: ConfirmFormProps) {
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
