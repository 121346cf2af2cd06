import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from './link';

export type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  breadcrumbs?: ReactNode;
  /** Next to the title, such as a Badge. */
  badge?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, description, breadcrumbs, badge, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {breadcrumbs && <div className="mb-2">{breadcrumbs}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            {/* Focus may be sent here, by what has taken away the place where it was. */}
            <h1 tabIndex={-1} className="text-xl font-semibold wrap-anywhere outline-none">
              {title}
            </h1>
            {badge}
          </div>
          {description && (
            <p className="mt-1 max-w-prose text-base wrap-anywhere text-muted">{description}</p>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}

export type Crumb = { label: string; href?: string | undefined };

/** The way to this page. The last one is the page itself. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex items-center gap-x-1 text-sm text-subtle">
        {items.map((item, index) => (
          <li
            key={`${item.label}-${item.href ?? ''}`}
            className="flex min-w-0 items-center gap-1 first:shrink-0 nth-3:shrink-0"
          >
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" />}
            {item.href && index < items.length - 1 ? (
              <Link
                href={item.href}
                title={index > 0 ? item.label : undefined}
                className="inline-flex min-h-6 min-w-0 items-center rounded-xs hover:text-ink touch:min-h-10"
              >
                <span className="truncate">{item.label}</span>
              </Link>
            ) : (
              <span aria-current="page" title={item.label} className="min-w-0 truncate text-muted">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
