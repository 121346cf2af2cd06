'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { buttonClass } from './button-styles';
import type { DialogProps } from './dialog';
import { BACKDROP, POPUP, VIEWPORT } from './dialog-styles';
import type { PopupProps } from './use-popup';

const SIZES = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

const FIELDS = 'input:not([type="hidden"]), select, textarea';

export type DialogPopupProps = Pick<DialogProps, 'title' | 'children' | 'description' | 'size' | 'holds'> & {
  popup: PopupProps;
};

/** What Dialog loads when it is first opened. */
export function DialogPopup({
  title,
  children,
  description,
  size = 'md',
  holds = false,
  popup: { id, open, onOpenChange, triggerRef, pressedBy },
}: DialogPopupProps) {
  const ref = useRef<HTMLDivElement>(null);
  // A finger did not ask for the keyboard, which would cover half of the questions.
  const whereFrom = () =>
    pressedBy() === 'touch' ? ref.current : (ref.current?.querySelector<HTMLElement>(FIELDS) ?? true);
  return (
    <Base.Root open={open} onOpenChange={(next) => (next || !holds) && onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup
            id={id}
            ref={ref}
            initialFocus={whereFrom}
            finalFocus={() => triggerRef.current ?? true}
            className={clsx(POPUP, SIZES[size])}
          >
            <div className="flex items-start gap-3 px-5 pt-4.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-lg font-semibold wrap-anywhere">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-1 text-sm text-muted wrap-anywhere">
                    {description}
                  </Base.Description>
                )}
              </div>
              {!holds && (
                <Base.Close
                  aria-label="Close"
                  className={clsx(buttonClass('ghost', 'sm', true), '-mr-1.5 touch:-mt-2.5 touch:-mr-3')}
                >
                  <X aria-hidden="true" />
                </Base.Close>
              )}
            </div>
            <div className="p-5">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
