'use client';

import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from './avatar';
import { Menu } from './menu';

export type SwitcherProps = {
  /** What is switched, for screen readers: "Organization". */
  label: string;
  /** What is chosen now. */
  current: string;
  /** What tells it from another of the same name. */
  detail?: string | undefined;
  /** MenuLink elements, in a MenuGroup if they need a heading. */
  children: ReactNode;
};

/** For the bar of AppShell: shows where one is, opens a menu to go elsewhere. Long names are cut. */
export function Switcher({ label, current, detail, children }: SwitcherProps) {
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          title={current}
          className="flex h-8 max-w-[min(100%,20rem)] min-w-0 items-center gap-2 rounded-md px-2 text-sm font-medium text-ink transition-colors hover:bg-hover focus-visible:outline-offset-0 data-popup-open:bg-hover touch:h-11"
        >
          <Avatar shape="square" name={current} className="size-5!" />
          <span className="sr-only">{label}: </span>
          <span className="min-w-0 truncate">{current}</span>
          {detail && (
            <span className="max-w-20 shrink-0 sm:max-w-28 truncate font-normal text-subtle">{detail}</span>
          )}
          <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
        </button>
      }
    >
      {children}
    </Menu>
  );
}
