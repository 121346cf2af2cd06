'use client';

import { usePathname } from 'next/navigation';
import { Link } from './link';

export type TabLink = { href: string; label: string };

/** Pages that belong together, as tabs. They are links: each has its own address. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-x-5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={pathname === item.href ? 'page' : undefined}
              className="-mb-px flex h-9 min-w-6 items-center justify-center border-b-2 border-transparent text-sm whitespace-nowrap text-muted transition-colors hover:text-ink focus-visible:rounded-sm focus-visible:-outline-offset-2 aria-[current]:border-accent-text aria-[current]:font-medium aria-[current]:text-ink touch:h-11 touch:min-w-11"
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
