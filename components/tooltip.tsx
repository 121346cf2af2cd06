'use client';

import {
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { later, useLater } from './later';
import { WithProps } from './with-props';

export type TooltipProps = {
  /** What the tooltip says. It is visual only: give the child its own accessible name. */
  label: ReactNode;
  /** One element that takes focus and accepts props and a ref. */
  children: ReactElement;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
};

const DELAY_MS = 500;
/** Who has just read one does not wait for the next. */
const WARM_MS = 400;
/** From the child to what the tooltip says. */
const WAY_MS = 100;

const popupPart = later(() => import('./tooltip-popup'));

let lastShownMs = Number.NEGATIVE_INFINITY;

/** If it cannot be loaded, there is none: it says nothing that the child's name does not. */
export function Tooltip({ label, children, side = 'top' }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element>();
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const parts = useLater(popupPart);

  function put(next: boolean) {
    clearTimeout(timer.current);
    if (open && !next) lastShownMs = performance.now();
    setOpen(next);
  }
  function putAfter(ms: number, next: boolean) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => put(next), ms);
  }
  function comeNear(element: Element) {
    setAnchor(element);
    void popupPart.want();
  }

  function pointAt({ pointerType, currentTarget }: PointerEvent) {
    if (pointerType === 'touch') return;
    comeNear(currentTarget);
    putAfter(performance.now() - lastShownMs < WARM_MS ? 0 : DELAY_MS, true);
  }
  function focus({ currentTarget }: FocusEvent) {
    if (!currentTarget.matches(':focus-visible')) return;
    comeNear(currentTarget);
    put(true);
  }

  return (
    <>
      <WithProps
        element={children}
        onPointerEnter={pointAt}
        onPointerLeave={() => putAfter(WAY_MS, false)}
        onPointerDown={() => put(false)}
        onFocus={focus}
        onBlur={() => put(false)}
      />
      {parts && anchor && (
        <parts.TooltipPopup
          anchor={anchor}
          open={open}
          side={side}
          onOpenChange={put}
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={() => putAfter(WAY_MS, false)}
        >
          {label}
        </parts.TooltipPopup>
      )}
    </>
  );
}
