'use client';

import { useEffect, useState } from 'react';
import { announce } from '@/components/live-region';
import { BULK_FORM } from './bulk-form';

const boxes = () => [
  ...document.querySelectorAll<HTMLInputElement>(`input[name="ids"][form="${BULK_FORM}"]`),
];

/** How many of a list are checked. A click with Shift takes all from the last one on. `rows` changes with the list. */
export function useChosen(rows: string) {
  const [count, setCount] = useState(0);

  useEffect(() => {
    let last: HTMLInputElement | undefined;
    const recount = () => setCount(boxes().filter(({ checked }) => checked).length);

    function click(event: MouseEvent) {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.name !== 'ids') return;
      const all = boxes();
      if (event.shiftKey && last) {
        const ends = [all.indexOf(last), all.indexOf(box)].toSorted((a, b) => a - b);
        for (const one of all.slice(ends[0], (ends[1] ?? 0) + 1)) one.checked = box.checked;
      }
      last = box;
      recount();
      const chosen = all.filter(({ checked }) => checked).length;
      announce(chosen === 0 ? 'None chosen' : `${chosen} chosen`);
    }

    // The browser may have kept what was checked before a reload.
    recount();
    // A reset has not happened yet when it is announced.
    const reset = () => setTimeout(recount);
    document.addEventListener('click', click);
    document.addEventListener('reset', reset);
    return () => {
      document.removeEventListener('click', click);
      document.removeEventListener('reset', reset);
    };
  }, [rows]);

  function chooseAll(): void {
    for (const box of boxes()) box.checked = true;
    setCount(boxes().length);
    announce(`${boxes().length} chosen`);
  }

  return { count, chooseAll };
}
