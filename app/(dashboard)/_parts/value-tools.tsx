'use client';

import { Braces, Sparkles } from 'lucide-react';
import { Button } from '@/components/button';
import { FileButton } from '@/components/file-button';
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
      <FileButton size="sm" onFile={onFile}>
        From a file
      </FileButton>
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
