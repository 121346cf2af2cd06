'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { buttonClass } from './button-styles';
import { later } from './later';
import { usePopup } from './use-popup';

const popupPart = later(() => import('./nav-drawer-popup'));

/** The navigation on a phone. It closes by itself when the page changes. */
export function NavDrawer({ brand, children }: { brand: ReactNode; children: ReactNode }) {
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string>();
  const { parts, popup, trigger } = usePopup(popupPart, 'dialog', {
    open: openAt === pathname,
    onOpenChange: (open) => setOpenAt(open ? pathname : undefined),
  });
  return (
    <>
      <button
        {...trigger}
        type="button"
        aria-label="Open navigation"
        className={buttonClass('ghost', 'md', true)}
      >
        <Menu aria-hidden="true" />
      </button>
      {parts && (
        <parts.NavDrawerPopup popup={popup} brand={brand}>
          {children}
        </parts.NavDrawerPopup>
      )}
    </>
  );
}
