'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from './button-styles';
import { BACKDROP } from './dialog-styles';
import type { PopupProps } from './use-popup';

export type NavDrawerPopupProps = { popup: PopupProps; brand: ReactNode; children: ReactNode };

/** What NavDrawer loads when it is first opened. */
export function NavDrawerPopup({
  popup: { id, open, onOpenChange, triggerRef },
  brand,
  children,
}: NavDrawerPopupProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup
          id={id}
          finalFocus={triggerRef}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto overscroll-contain border-r bg-canvas text-ink shadow-dialog outline-none transition-[translate] duration-200 ease-out data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
        >
          <div className="flex h-14 shrink-0 items-center justify-between border-b pr-2 pl-4">
            <Dialog.Title render={<div data-full-brand="" />}>
              {brand}
              <span className="sr-only"> navigation</span>
            </Dialog.Title>
            <Dialog.Close aria-label="Close navigation" className={buttonClass('ghost', 'md', true)}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <nav aria-label="Main" className="p-3">
            {children}
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
