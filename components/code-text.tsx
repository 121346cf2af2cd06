import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A name, an id or a command, within text or a cell. */
export function CodeText({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return <code className={clsx('font-mono text-[0.93em] wrap-anywhere', className)}>{children}</code>;
}

/** Several lines to read or copy: kept as they are, scrolled inside, reachable by keyboard. */
export function CodeBlock({ children, label }: { children: string; label: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable
    <section aria-label={label} tabIndex={0} className="max-h-96 overflow-auto rounded-md border bg-sunken">
      <pre className="w-max min-w-full px-3 py-2.5 font-mono text-sm">
        <code>{children}</code>
      </pre>
    </section>
  );
}
