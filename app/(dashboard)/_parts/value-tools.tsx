'use client';

import { Braces, FileUp, Sparkles } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/button';
import { announce } from '@/components/live-region';
import { Menu, MenuGroup, MenuItem } from '@/components/menu';
import { GENERATED } from './generate';
import type { ValueShape } from './value-shape';

export type ValueToolsProps = {
  shape: ValueShape;
  valueNow: () => string;
  onPut: (text: string) => void;
  onFile: (file: File | undefined) => Promise<void>;
};

/** What helps to write a value. Each only fills the field: nothing is sent, and the browser's Undo takes it back. */
export function ValueTools({ shape, valueNow, onPut, onFile }: ValueToolsProps) {
  const chooser = useRef<HTMLInputElement>(null);

  async function format() {
    const { formatJson } = await import('./format-json');
    onPut(formatJson(valueNow()));
    announce('Formatted');
  }

  return (
    <div className="flex flex-wrap items-center gap-2 noscript:hidden">
      <Menu
        align="start"
        trigger={
          <Button size="sm" icon={<Sparkles aria-hidden="true" />}>
            Generate
          </Button>
        }
      >
        <MenuGroup label="Made in this browser, at random">
          {Object.values(GENERATED).map(({ label, make }) => (
            <MenuItem
              key={label}
              onSelect={() => {
                onPut(make());
                announce(`${label} generated`);
              }}
            >
              {label}
            </MenuItem>
          ))}
        </MenuGroup>
      </Menu>
      <Button size="sm" icon={<FileUp aria-hidden="true" />} onClick={() => chooser.current?.click()}>
        From a file
      </Button>
      <input
        ref={chooser}
        type="file"
        aria-hidden="true"
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const { currentTarget } = event;
          void onFile(currentTarget.files?.[0]).then(() => {
            // The same file may be chosen again.
            currentTarget.value = '';
          });
        }}
      />
      {shape.kind === 'json' && (
        <Button size="sm" icon={<Braces aria-hidden="true" />} onClick={() => void format()}>
          Format the JSON
        </Button>
      )}
      <span className="text-xs text-subtle">{wordsOf(shape)}</span>
    </div>
  );
}

function wordsOf(shape: ValueShape): string {
  switch (shape.kind) {
    case 'json':
      return 'Valid JSON';
    case 'broken json':
      return 'Begins like JSON, and is not valid JSON';
    case 'pem':
      return `PEM: ${shape.label}`;
    case 'text':
      return shape.lines > 1 ? `${shape.lines} lines` : '';
  }
}
