'use client';

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';

export type TooltipPopupProps = {
  children: ReactNode;
  anchor: Element;
  open: boolean;
  side: 'top' | 'bottom' | 'left' | 'right';
  onOpenChange: (open: boolean) => void;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
};

/** What Tooltip loads when its child is first pointed at or has the focus. */
export function TooltipPopup({ children, anchor, open, side, onOpenChange, ...pointer }: TooltipPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-60"
          {...pointer}
        >
          <Base.Popup className="flex max-w-64 origin-(--transform-origin) items-center gap-2 rounded-md border bg-raised px-2 py-1 text-xs text-ink shadow-pop transition-[opacity,scale] data-ending-style:opacity-0 data-instant:duration-0 data-starting-style:scale-97 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
