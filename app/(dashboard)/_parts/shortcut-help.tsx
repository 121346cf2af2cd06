'use client';

import { Dialog } from '@/components/dialog';
import { Kbd } from '@/components/kbd';

export type ShortcutHelpProps = { command: string; onClose: () => void };

export function ShortcutHelp({ command, onClose }: ShortcutHelpProps) {
  const keys: readonly (readonly [string, readonly string[]])[] = [
    ['Go to a page, an organization or a secret', [command, 'K']],
    ['Search in a list', ['/']],
    ['From the search to the list, and from row to row', ['↑', '↓']],
    ['To the first and the last row', ['Home', 'End']],
    ['Open the row', ['Enter']],
    ['Choose the row', ['x']],
    ['To the notices', ['F6']],
    ['Close what is open', ['Esc']],
    ['This help', ['?']],
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keyboard">
      <dl className="divide-y text-sm">
        {keys.map(([what, pressed]) => (
          <div key={what} className="flex items-center justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
            <dt>{what}</dt>
            <dd className="flex shrink-0 gap-1">
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
