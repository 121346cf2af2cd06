import { useEffect, useEffectEvent } from 'react';

/** Escape closes what is on top alone: the dialog below listens too, and would take its form with it. */
export function useEscape(open: boolean, close: () => void): void {
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    close();
  });
  useEffect(() => {
    if (!open) return;
    const listen = (event: KeyboardEvent) => onEscape(event);
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [open]);
}
