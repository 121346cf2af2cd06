'use client';

import { clsx } from 'clsx';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from './link';

export type NavItem = {
  href: string;
  label: string;
  icon?: ReactNode;
  /** At the right, such as a number. */
  trailing?: ReactNode;
  /** Active only on this very page, not on those below it. */
  exact?: boolean | undefined;
};

export type NavSection = { label?: string | undefined; items: readonly NavItem[] };

function isActive(pathname: string, item: NavItem): boolean {
  return pathname === item.href || (!item.exact && pathname.startsWith(`${item.href}/`));
}

export function NavList({ sections }: { sections: readonly NavSection[] }) {
  const pathname = usePathname();
  return (
    <div className="flex flex-col gap-5">
      {sections.map((section) => (
        <div key={section.label ?? section.items[0]?.href}>
          {section.label && (
            <p title={section.label} className="truncate px-2.5 pb-1.5 text-xs font-medium text-subtle">
              {section.label}
            </p>
          )}
          <ul className="flex flex-col gap-px">
            {section.items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  aria-current={isActive(pathname, item) ? 'page' : undefined}
                  className={clsx(
                    'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted transition-colors hover:bg-hover hover:text-ink focus-visible:outline-offset-0 touch:h-11 [&_svg]:size-4 [&_svg]:shrink-0',
                    'aria-[current]:bg-active aria-[current]:font-medium aria-[current]:text-ink aria-[current]:[&_svg]:text-accent-text',
                  )}
                >
                  {item.icon}
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.trailing && <span className="text-xs text-subtle tabular-nums">{item.trailing}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
