import type { ReactNode } from 'react';

export type KeyValue = { label: string; value: ReactNode };

/** Facts about one thing. */
export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className="@container divide-y text-sm">
      {items.map((item) => (
        <div
          key={item.label}
          className="grid gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 @md:grid-cols-[10rem_minmax(0,1fr)]"
        >
          <dt className="text-subtle">{item.label}</dt>
          <dd className="min-w-0 text-ink wrap-anywhere">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
