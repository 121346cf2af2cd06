'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Menu, X } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { buttonClass } from './button-styles';
import { BACKDROP } from './dialog-styles';

/** The navigation on a phone. It closes by itself when the page changes. */
export function NavDrawer({ brand, children }: { brand: ReactNode; children: ReactNode }) {
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string>();
  return (
    <Dialog.Root open={openAt === pathname} onOpenChange={(open) => setOpenAt(open ? pathname : undefined)}>
      <Dialog.Trigger aria-label="Open navigation" className={buttonClass('ghost', 'md', true)}>
        <Menu aria-hidden="true" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto overscroll-contain border-r bg-canvas text-ink shadow-dialog outline-none transition-[translate] duration-200 ease-out data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
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
