'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Badge, type Tone } from '@/components/badge';
import { Checkbox } from '@/components/checkbox';
import { CodeBlock } from '@/components/code-text';
import { IconButton } from '@/components/icon-button';
import { SecretMask } from '@/components/secret-mask';
import { type Column, Table } from '@/components/table';
import { mayBeChosen, type PreviewRow, type Status } from './preview';

const BADGES: Record<Status, { tone: Tone; word: string }> = {
  new: { tone: 'success', word: 'New' },
  changed: { tone: 'warning', word: 'Changed' },
  equal: { tone: 'neutral', word: 'Equal' },
  faulty: { tone: 'danger', word: 'Faulty' },
};

export type PreviewTableProps = {
  rows: readonly PreviewRow[];
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
};

export function PreviewTable({ rows, ...choice }: PreviewTableProps) {
  return (
    <Table
      caption="Rows of the file"
      columns={columnsOf(choice)}
      rows={rows}
      rowKey={({ index }) => String(index)}
    />
  );
}

const columnsOf = ({ chosen, onChoose }: Omit<PreviewTableProps, 'rows'>): Column<PreviewRow>[] => [
  { key: 'name', header: 'Name', kind: 'primary', cell: (row) => <Name row={row} /> },
  {
    key: 'status',
    header: 'Status',
    stackedLabel: false,
    className: '@2xl:w-28',
    cell: ({ status }) => <Badge tone={BADGES[status].tone}>{BADGES[status].word}</Badge>,
  },
  {
    key: 'value',
    header: 'Value in the file',
    stackedLabel: false,
    className: '@2xl:w-72',
    cell: ({ status, name, value }) =>
      status !== 'faulty' && value !== '' && <Value name={name} value={value} />,
  },
  {
    key: 'choice',
    header: 'Choice',
    stackedLabel: false,
    className: '@2xl:w-32',
    cell: (row) =>
      mayBeChosen(row) && (
        <Choice
          row={row}
          checked={chosen.has(row.index)}
          onChange={(wanted) => onChoose(withRow(chosen, row, wanted))}
        />
      ),
  },
];

function withRow(chosen: ReadonlySet<number>, { index }: PreviewRow, wanted: boolean): ReadonlySet<number> {
  const next = new Set(chosen);
  if (wanted) next.add(index);
  else next.delete(index);
  return next;
}

function Name({ row: { name, line, words, status } }: { row: PreviewRow }) {
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {name !== '' && (
          <span className="font-mono text-sm font-medium wrap-anywhere">{name.slice(0, 300)}</span>
        )}
        <span className="text-xs text-subtle">line {line}</span>
      </span>
      {words && (
        <span className={status === 'faulty' ? 'text-xs text-danger-text' : 'text-xs text-muted'}>
          {words}
        </span>
      )}
    </span>
  );
}

type ChoiceProps = { row: PreviewRow; checked: boolean; onChange: (wanted: boolean) => void };

function Choice({ row, checked, onChange }: ChoiceProps) {
  return (
    <Checkbox
      label={
        <>
          {row.status === 'new' ? 'Create' : 'Replace'}
          <span className="sr-only"> {row.name}</span>
        </>
      }
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** What the person gave themselves, and only once they ask for it. */
function Value({ name, value }: { name: string; value: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex items-center gap-1.5">
      <IconButton
        size="sm"
        label={`${shown ? 'Hide' : 'Show'} the value of ${name}`}
        icon={shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        onClick={() => setShown(!shown)}
      />
      {shown ? (
        <div className="w-52 min-w-0">
          <CodeBlock label={`Value of ${name} in the file`}>{value}</CodeBlock>
        </div>
      ) : (
        <SecretMask />
      )}
    </div>
  );
}
