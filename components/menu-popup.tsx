'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from 'react';
import { MenuParts, type MenuProps } from './menu';
import type { PopupProps } from './use-popup';

const FIRST_ITEM = '[role^="menuitem"]:not([data-disabled])';

/** What Menu loads when it is first opened. */
export function MenuPopup({
  children,
  align = 'end',
  className,
  popup: { id, triggerId, open, onOpenChange, triggerRef, pressedBy },
}: Omit<MenuProps, 'trigger'> & { popup: PopupProps }) {
  const ref = useRef<HTMLDivElement>(null);
  const left = useRef(false);

  // Tab closes the menu, and goes on from the trigger.
  function leave(event: KeyboardEvent) {
    if (event.key !== 'Tab') return;
    left.current = true;
    triggerRef.current?.focus();
    onOpenChange(false);
  }
  function whereTo() {
    const stays = left.current;
    left.current = false;
    return stays ? false : triggerRef.current;
  }

  const byKeyboard = useEffectEvent(() => pressedBy() === 'keyboard');
  // Who opens it with a key goes on with keys.
  useEffect(() => {
    if (!open || !byKeyboard()) return;
    const frame = requestAnimationFrame(() => ref.current?.querySelector<HTMLElement>(FIRST_ITEM)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [open]);

  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Positioner
          anchor={triggerRef}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            id={id}
            ref={ref}
            aria-labelledby={triggerId}
            finalFocus={whereTo}
            onKeyDown={leave}
            className={clsx(
              'max-h-(--available-height) max-w-[min(20rem,calc(100vw-1rem))] min-w-44 origin-(--transform-origin) overflow-y-auto rounded-lg border bg-raised p-1 text-ink shadow-pop outline-none transition-[opacity,scale] data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
              className,
            )}
          >
            <MenuParts value={Base}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
