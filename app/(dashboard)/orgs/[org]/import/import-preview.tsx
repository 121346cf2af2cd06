'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { FormActions } from '@/components/form';
import { Notice } from '@/components/notice';
import { choose, countOf, mayBeChosen, STATUSES, type Status } from './preview';
import { PreviewTable } from './preview-table';
import type { Step } from './use-import';

/** So many rows are in the page at first, and so many more with each press. */
const ROWS = 200;

const WORDS = { new: 'New', changed: 'Changed', equal: 'Equal', faulty: 'Faulty' } as const;

export type ImportPreviewProps = {
  step: Extract<Step, { at: 'preview' }>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  onBack: () => void;
  onImport: () => void;
};

export function ImportPreview({ step, onChoose, onBack, onImport }: ImportPreviewProps) {
  const { rows, chosen, note, problem } = step;
  const [filter, setFilter] = useState<Status>();
  const [most, setMost] = useState(ROWS);
  const filtered = useMemo(
    () => (filter === undefined ? rows : rows.filter(({ status }) => status === filter)),
    [rows, filter],
  );
  const wanted = rows.filter(({ index }) => chosen.has(index));
  const show = (status: Status | undefined) => {
    setFilter(status);
    setMost(ROWS);
  };
  return (
    <>
      {problem && (
        <Notice tone="danger" live>
          {problem}
        </Notice>
      )}
      {note && <Notice>{note}</Notice>}
      <Card
        title="Preview"
        description="New ones are chosen. What is changed is replaced only where you choose it; its old value stays as a version."
        padded={false}
      >
        <div className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-2.5">
          <fieldset aria-label="Rows to show" className="flex flex-wrap gap-1.5">
            <FilterButton
              label="All"
              count={rows.length}
              pressed={filter === undefined}
              onPress={() => show(undefined)}
            />
            {STATUSES.map((status) => (
              <FilterButton
                key={status}
                label={WORDS[status]}
                count={countOf(rows, status)}
                pressed={filter === status}
                onPress={() => show(status)}
              />
            ))}
          </fieldset>
          {filtered.some(mayBeChosen) && (
            <div className="flex flex-wrap gap-1.5">
              <Button variant="ghost" size="sm" onClick={() => onChoose(choose(chosen, filtered, true))}>
                {filter === undefined ? 'Choose all' : `Choose all ${filter} ones`}
              </Button>
              <Button variant="ghost" size="sm" onClick={() => onChoose(choose(chosen, filtered, false))}>
                Choose none
              </Button>
            </div>
          )}
        </div>
        {filtered.length > 0 ? (
          <PreviewTable rows={filtered.slice(0, most)} chosen={chosen} onChoose={onChoose} />
        ) : (
          <p className="px-4 py-6 text-sm text-muted">No row is of this kind.</p>
        )}
        {filtered.length > most && (
          <div className="flex flex-wrap items-center gap-3 border-t px-4 py-3 text-sm text-muted">
            <Button size="sm" onClick={() => setMost(most + ROWS)}>
              Show {Math.min(ROWS, filtered.length - most)} more
            </Button>
            {most.toLocaleString('en')} of {filtered.length.toLocaleString('en')} are shown.
          </div>
        )}
      </Card>
      <FormActions>
        <Button variant="primary" disabled={wanted.length === 0} onClick={onImport}>
          {wanted.length === 1 ? 'Import 1 secret' : `Import ${wanted.length.toLocaleString('en')} secrets`}
        </Button>
        <Button onClick={onBack}>Back to the file</Button>
        <output className="text-sm text-muted">
          {countOf(wanted, 'new').toLocaleString('en')} to create,{' '}
          {countOf(wanted, 'changed').toLocaleString('en')} to replace.
        </output>
      </FormActions>
    </>
  );
}

type FilterButtonProps = { label: string; count: number; pressed: boolean; onPress: () => void };

function FilterButton({ label, count, pressed, onPress }: FilterButtonProps) {
  return (
    <Button size="sm" variant={pressed ? 'secondary' : 'ghost'} aria-pressed={pressed} onClick={onPress}>
      {label} <span className="tabular-nums">{count.toLocaleString('en')}</span>
    </Button>
  );
}
