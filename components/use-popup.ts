import { type KeyboardEvent, type MouseEvent, type RefObject, useId, useRef, useState } from 'react';
import type { Later } from './later';
import { useWanted } from './use-wanted';

export type Opens = {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
};

/** What a part that is loaded later gets from the trigger that was there before. */
export type PopupProps = {
  id: string;
  triggerId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  triggerRef: RefObject<HTMLButtonElement | null>;
  /** What pressed the trigger last; undefined where something else opened it. */
  pressedBy: () => PressedBy | undefined;
};

export type PressedBy = 'keyboard' | 'touch' | 'mouse' | 'pen';

/**
 * What every trigger does, and what it opens: the popup is loaded when the trigger is pointed at or has the focus, at
 * the latest when it is pressed. The trigger is the same element all the time, so that it keeps the focus.
 */
export function usePopup<Parts>(
  part: Later<Parts>,
  kind: 'dialog' | 'menu',
  { open, onOpenChange }: Opens = {},
) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const pressed = useRef<PressedBy>(undefined);
  const [ownOpen, setOwnOpen] = useState(false);
  // Only what somebody came near is mounted: a table has a closed dialog in each row.
  const [near, setNear] = useState(false);
  const id = useId();
  const triggerId = useId();
  const isOpen = open ?? ownOpen;

  function change(next: boolean) {
    if (!next) pressed.current = undefined;
    setOwnOpen(next);
    onOpenChange?.(next);
  }
  const parts = useWanted(part, isOpen, () => change(false));
  if (isOpen && !near) setNear(true);

  function comeNear() {
    setNear(true);
    void part.want();
  }
  function press(by: PressedBy) {
    pressed.current = by;
    change(!isOpen);
  }

  return {
    parts: near ? parts : undefined,
    popup: {
      id,
      triggerId,
      open: isOpen,
      onOpenChange: change,
      triggerRef,
      pressedBy: () => pressed.current,
    } satisfies PopupProps,
    trigger: {
      ref: triggerRef,
      id: triggerId,
      'aria-haspopup': kind,
      'aria-expanded': isOpen,
      'aria-controls': isOpen && parts ? id : undefined,
      'data-popup-open': isOpen ? '' : undefined,
      onPointerEnter: comeNear,
      onFocus: comeNear,
      onClick: (event: MouseEvent) => press(pressedBy(event)),
      onKeyDown: (event: KeyboardEvent) => {
        if (kind !== 'menu' || isOpen || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
        event.preventDefault();
        press('keyboard');
      },
    },
  };
}

function pressedBy({ nativeEvent, detail }: MouseEvent): PressedBy {
  if (detail === 0) return 'keyboard';
  const type = nativeEvent instanceof PointerEvent ? nativeEvent.pointerType : '';
  return type === 'touch' || type === 'pen' ? type : 'mouse';
}
