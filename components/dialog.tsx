'use client';

import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { later } from './later';
import { usePopup } from './use-popup';
import { WithProps } from './with-props';

export type DialogProps = {
  title: ReactNode;
  children: ReactNode;
  description?: ReactNode;
  /** The button that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
  /** It shows what is shown once: nothing closes it but a button of its content. */
  holds?: boolean | undefined;
};

const popupPart = later(() => import('./dialog-popup'));

/** For what opens a dialog without a trigger, and knows beforehand that it may. */
export const preloadDialog = popupPart.want;

const CloseContext = createContext(() => {});

/** Something to do without leaving the page. Focus starts on the first field, if there is one. Escape, the backdrop and the corner close it. */
export function Dialog({ children, trigger, open, onOpenChange, ...look }: DialogProps) {
  const { parts, popup, trigger: opens } = usePopup(popupPart, 'dialog', { open, onOpenChange });
  return (
    <>
      {trigger && <WithProps element={trigger} {...opens} />}
      {parts && (
        <parts.DialogPopup {...look} popup={popup}>
          <CloseContext value={() => popup.onOpenChange(false)}>{children}</CloseContext>
        </parts.DialogPopup>
      )}
    </>
  );
}

/** A button inside a dialog that closes it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose({ render }: { render: ReactElement }) {
  const close = useContext(CloseContext);
  return <WithProps element={render} onClick={close} />;
}

/** The last row of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 pt-5">{children}</div>;
}
