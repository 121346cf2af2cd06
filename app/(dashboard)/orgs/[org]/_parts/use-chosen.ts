'use client';

import { useEffect, useState } from 'react';
import { announce } from '@/components/live-region';
import { BULK_FORM } from './bulk-form';

const BOXES = `input[name="ids"][form="${BULK_FORM}"]`;
const boxesOf = (rows: string) =>
  [...document.querySelectorAll<HTMLInputElement>(BOXES)].filter(({ value }) => rows.includes(value));

/** How many of a list are checked. A click with Shift takes all from the last one on. `rows` holds the list's ids. */
export function useChosen(rows: string) {
  const [count, setCount] = useState(0);

  useEffect(() => {
    let last: HTMLInputElement | undefined;
    const recount = () => setCount(boxesOf(rows).filter(({ checked }) => checked).length);

    function click(event: MouseEvent) {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.name !== 'ids') return;
      const all = boxesOf(rows);
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
    for (const box of boxesOf(rows)) box.checked = true;
    setCount(boxesOf(rows).length);
    announce(`${boxesOf(rows).length} chosen`);
  }

  return { count, chooseAll };
}
