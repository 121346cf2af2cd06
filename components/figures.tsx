import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type Figure = {
  label: string;
  /** A number, or a few words as large as one. */
  value: ReactNode;
  /** What belongs to it, in small. */
  detail?: ReactNode;
  /** Takes the room of two. */
  wide?: boolean | undefined;
};

/** A few numbers beside each other, two in a row on a phone. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <div className="@container">
      <dl className="grid grid-cols-2 gap-px overflow-clip rounded-lg border bg-line shadow-xs @3xl:grid-cols-4">
        {items.map(({ label, value, detail, wide }) => (
          <div
            key={label}
            className={clsx('flex min-w-0 flex-col bg-surface p-4 sm:px-5', wide && 'col-span-2')}
          >
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="mt-1 text-xl font-semibold tabular-nums">{value}</dd>
            {detail && <dd className="mt-0.5 min-w-0 text-sm text-muted">{detail}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}
