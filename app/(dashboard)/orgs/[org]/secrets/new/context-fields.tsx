'use client';

import { Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { TextInput } from '@/components/text-input';

/** One place is taken by the organization. */
const MOST_ROWS = 9;

/** More items of the key context. The first row is there without scripts too. */
export function ContextFields({ error }: { error?: string | undefined }) {
  const [rows, setRows] = useState([0]);
  const last = useRef(0);
  const list = useRef<HTMLUListElement>(null);

  function add() {
    last.current += 1;
    setRows([...rows, last.current]);
  }

  function remove(row: number) {
    setRows(rows.filter((other) => other !== row));
    // Focus must not fall to the top of the page with the removed button.
    list.current?.querySelector('input')?.focus();
  }

  return (
    <div className="flex flex-col gap-2">
      {error && (
        <p id="context-error" className="text-xs text-danger-text">
          {error}
        </p>
      )}
      <ul ref={list} className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <li key={row} className="flex items-center gap-2">
            <TextInput
              name="contextName"
              mono
              autoComplete="off"
              aria-label={`Name of item ${index + 1}`}
              aria-invalid={error && index === 0 ? true : undefined}
              aria-describedby={error ? 'context-error' : undefined}
              placeholder="region"
            />
            <TextInput
              name="contextValue"
              mono
              autoComplete="off"
              aria-label={`Value of item ${index + 1}`}
              placeholder="eu-west"
            />
            <IconButton
              label={`Remove item ${index + 1}`}
              icon={<X aria-hidden="true" />}
              onClick={() => remove(row)}
              disabled={rows.length === 1}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          onClick={add}
          disabled={rows.length >= MOST_ROWS}
        >
          Add an item
        </Button>
      </div>
    </div>
  );
}
