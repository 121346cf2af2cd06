'use client';

import { Search } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/button';
import { preloadDialog } from '@/components/dialog';
import { Kbd } from '@/components/kbd';
import { later } from '@/components/later';
import { useWanted } from '@/components/use-wanted';
import type { PaletteLink } from './palette';

const palettePart = later(async () => {
  const [{ Palette }] = await Promise.all([import('./palette'), preloadDialog()]);
  return { Palette };
});
const helpPart = later(() => import('./shortcut-help'));

export type ShortcutsProps = { organizationId: string | undefined; pages: readonly PaletteLink[] };

const TYPED_IN = 'input, textarea, select, [contenteditable]';
const OWN_KEYS = '[role="dialog"], [role="alertdialog"], [role="menu"]';
const ROWS = 'main a[data-row]';
const CHECKBOX = 'input[type="checkbox"]';
const SEARCH = 'main input[type="search"]';

/** The keys that work on every page, and the button that says so. */
export function Shortcuts(props: ShortcutsProps) {
  const [open, setOpen] = useState<'palette' | 'help'>();
  const command = useSyncExternalStore(never, commandKey, () => 'Ctrl');
  const close = () => setOpen(undefined);
  const palette = useWanted(palettePart, open === 'palette', close);
  const help = useWanted(helpPart, open === 'help', close);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen('palette');
        return;
      }
      // Whoever holds this key may want it next, and types on at once.
      if (event.key === 'Control' || event.key === 'Meta') void palettePart.want();
      if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest(OWN_KEYS)) return;
      if (moveAmongRows(event.target, event.key)) event.preventDefault();
      if (event.target.matches(TYPED_IN)) return;
      if (event.key === 'x') event.target.closest('tr')?.querySelector<HTMLElement>(CHECKBOX)?.click();
      if (event.key === '?') setOpen('help');
      if (event.key === '/') {
        event.preventDefault();
        const box = document.querySelector<HTMLInputElement>(SEARCH);
        if (box) box.select();
        else setOpen('palette');
      }
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <Button
        variant="ghost"
        className="noscript:hidden"
        aria-label="Go to"
        aria-keyshortcuts="Control+K Meta+K"
        icon={<Search aria-hidden="true" />}
        onPointerEnter={() => void palettePart.want()}
        onFocus={() => void palettePart.want()}
        onClick={() => setOpen('palette')}
      >
        <span aria-hidden="true" className="hidden items-center gap-2.5 sm:flex">
          Go to <Kbd>{command} K</Kbd>
        </span>
      </Button>
      {open === 'palette' && palette && <palette.Palette {...props} onClose={close} />}
      {open === 'help' && help && <help.ShortcutHelp command={command} onClose={close} />}
    </>
  );
}

/** From the search to the first row, and from row to row. @returns whether the key meant that. */
function moveAmongRows(from: HTMLElement, key: string): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const at = rows.indexOf(from);
  if (at < 0 && !(from.matches(SEARCH) && key === 'ArrowDown')) return false;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (to === undefined) return false;
  if (to < 0) document.querySelector<HTMLElement>(SEARCH)?.focus();
  rows[to]?.focus();
  return true;
}

const never = () => () => {};
const commandKey = () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl');
