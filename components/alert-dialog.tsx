'use client';

import type { ReactElement, ReactNode } from 'react';
import { later } from './later';
import { usePopup } from './use-popup';
import { WithProps } from './with-props';

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

const popupPart = later(() => import('./alert-dialog-popup'));

/** Asks before something that matters. Focus starts on the first field, or on Cancel; the backdrop does not close it. */
export function AlertDialog({ trigger, open, onOpenChange, ...content }: AlertDialogProps) {
  const { parts, popup, trigger: opens } = usePopup(popupPart, 'dialog', { open, onOpenChange });
  return (
    <>
      {trigger && <WithProps element={trigger} {...opens} />}
      {parts && <parts.AlertDialogPopup popup={popup} {...content} />}
    </>
  );
}
