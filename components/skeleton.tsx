import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span aria-hidden="true" className={clsx('block animate-breathe rounded-sm bg-active', className)} />
  );
}

function Loading({ children }: { children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <output> may not hold blocks
    <div role="status">
      <span className="sr-only">Loading…</span>
      {children}
    </div>
  );
}

function Head() {
  return (
    <div className="mb-6 flex h-9 items-center justify-between">
      <Skeleton className="h-6 w-44" />
      <Skeleton className="h-8 w-28 rounded-md" />
    </div>
  );
}

/** The shape of a page with a table. */
export function SkeletonList({ rows = 8 }: { rows?: number | undefined }) {
  return (
    <Loading>
      <Head />
      <div className="divide-y overflow-clip rounded-lg border bg-surface shadow-xs">
        <div className="h-9 bg-sunken/60" />
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-11 items-center gap-8 px-4">
            <Skeleton className={clsx('h-3.5', row % 3 === 0 ? 'w-56' : 'w-40')} />
            <Skeleton className="ml-auto h-3.5 w-20" />
            <Skeleton className="h-3.5 w-24 max-sm:hidden" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** The shape of a page about one thing. */
export function SkeletonDetail() {
  return (
    <Loading>
      <Head />
      <div className="flex flex-col gap-4">
        {[3, 5].map((lines) => (
          <div key={lines} className="rounded-lg border bg-surface p-5 shadow-xs">
            <Skeleton className="mb-5 h-4 w-32" />
            {Array.from({ length: lines }, (_, line) => (
              <div key={line} className="flex h-8 items-center gap-8">
                <Skeleton className="h-3.5 w-24" />
                <Skeleton className="h-3.5 w-48" />
              </div>
            ))}
          </div>
        ))}
      </div>
    </Loading>
  );
}
