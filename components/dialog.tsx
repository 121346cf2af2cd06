'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { buttonClass } from './button-styles';
import { BACKDROP, POPUP, VIEWPORT } from './dialog-styles';

export type DialogProps = {
  title: ReactNode;
  children: ReactNode;
  description?: ReactNode;
  /** The button that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
};

const SIZES = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

const FIELDS = 'input:not([type="hidden"]), select, textarea';

/** Something to do without leaving the page. Focus starts on the first field, if there is one. Escape, the backdrop and the corner close it. */
export function Dialog({
  title,
  children,
  description,
  trigger,
  open,
  onOpenChange,
  size = 'md',
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  // A finger did not ask for the keyboard, which would cover half of the questions.
  const firstField = (by: string) =>
    (by !== 'touch' && popup.current?.querySelector<HTMLElement>(FIELDS)) || true;
  return (
    <Base.Root
      {...(open !== undefined && { open })}
      {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup ref={popup} initialFocus={firstField} className={clsx(POPUP, SIZES[size])}>
            <div className="flex items-start gap-3 px-5 pt-4.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-lg font-semibold wrap-anywhere">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-1 text-sm text-muted wrap-anywhere">
                    {description}
                  </Base.Description>
                )}
              </div>
              <Base.Close
                aria-label="Close"
                className={clsx(buttonClass('ghost', 'sm', true), '-mr-1.5 touch:-mt-2.5 touch:-mr-3')}
              >
                <X aria-hidden="true" />
              </Base.Close>
            </div>
            <div className="p-5">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside a dialog that closes it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose({ render }: { render: ReactElement }) {
  return <Base.Close render={render} />;
}

/** The last row of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 pt-5">{children}</div>;
}
