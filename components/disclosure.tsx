'use client';

import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';

export type DisclosureProps = {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Opens it, when it becomes true: something inside wants to be seen. */
  open?: boolean | undefined;
};

/** A card that opens. A disclosure of the browser's own: it works without scripts, and what is in it keeps its state. */
export function Disclosure({ title, description, children, open: wanted = false }: DisclosureProps) {
  const [open, setOpen] = useState(wanted);
  const [seen, setSeen] = useState(wanted);
  if (wanted !== seen) {
    setSeen(wanted);
    if (wanted) setOpen(true);
  }
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group overflow-clip rounded-lg border bg-surface shadow-xs"
    >
      <summary className="flex list-none items-center justify-between gap-4 rounded-lg px-4 py-3.5 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span>
          <span className="block text-base font-semibold">{title}</span>
          {description && <span className="mt-0.5 block text-sm text-muted">{description}</span>}
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-subtle transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="flex flex-col gap-5 px-4 pt-1 pb-4 sm:px-5">{children}</div>
    </details>
  );
}
