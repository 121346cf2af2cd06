'use client';

import { Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { TextInput } from '@/components/text-input';
import type { Given } from '@/lib/web/failure';

/** One place is taken by the organization. */
const MOST_ROWS = 9;

export type ContextFieldsProps = {
  /** By field: `context` is about all of it, `contextValue1` about the second row. */
  errors: Readonly<Record<string, string>>;
  given: Given;
};

/** More items of the key context. The first row is there without scripts too. */
export function ContextFields({ errors, given }: ContextFieldsProps) {
  const [rows, setRows] = useState(() => [...(given.contextName ?? ['']).keys()]);
  const last = useRef(rows.length - 1);
  const list = useRef<HTMLUListElement>(null);
  // Errors that name rows by their place are about other rows once one is gone.
  const [outdated, setOutdated] = useState<unknown>();
  const told = errors === outdated ? {} : errors;
  const ofRow = (index: number) => told[`contextValue${index}`];
  const general = told.context ?? told.key_context;
  const error = general ?? rows.map((_, index) => ofRow(index)).find(Boolean);

  function add() {
    last.current += 1;
    setRows([...rows, last.current]);
  }

  function remove(row: number) {
    setOutdated(errors);
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
              aria-invalid={general && index === 0 ? true : undefined}
              aria-describedby={general ? 'context-error' : undefined}
              placeholder="region"
              defaultValue={given.contextName?.[row]}
            />
            <TextInput
              name="contextValue"
              mono
              autoComplete="off"
              aria-label={`Value of item ${index + 1}`}
              aria-invalid={ofRow(index) ? true : undefined}
              aria-describedby={ofRow(index) ? 'context-error' : undefined}
              placeholder="eu-west"
              defaultValue={given.contextValue?.[row]}
            />
            <IconButton
              label={`Remove item ${index + 1}`}
              icon={<X aria-hidden="true" />}
              onClick={() => remove(row)}
              disabled={rows.length === 1}
              className="noscript:hidden"
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
          className="noscript:hidden"
        >
          Add an item
        </Button>
        <noscript>
          <p className="text-xs text-subtle">
            More than one item needs scripts, which this browser does not run.
          </p>
        </noscript>
      </div>
    </div>
  );
}
