import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type CardProps = {
  children?: ReactNode;
  title?: ReactNode;
  description?: ReactNode;
  /** At the right of the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  tone?: 'default' | 'danger' | undefined;
  /** Off for tables and lists, which reach the edges. */
  padded?: boolean | undefined;
  headingLevel?: 2 | 3 | undefined;
  className?: string | undefined;
};

export function Card({
  children,
  title,
  description,
  actions,
  footer,
  tone = 'default',
  padded = true,
  headingLevel = 2,
  className,
}: CardProps) {
  const Heading = `h${headingLevel}` as const;
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <section
      className={clsx(
        'overflow-clip rounded-lg border bg-surface shadow-xs',
        tone === 'danger' && 'border-danger-line',
        className,
      )}
    >
      {hasHead && (
        <header
          className={clsx(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-4 pt-4 sm:px-5',
            !padded && 'border-b pb-3.5',
          )}
        >
          <div className="min-w-0 wrap-anywhere">
            {title !== undefined && (
              <Heading className={clsx('text-base font-semibold', tone === 'danger' && 'text-danger-text')}>
                {title}
              </Heading>
            )}
            {description && <p className="mt-0.5 max-w-prose text-sm text-muted">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && (padded ? <div className="p-4 sm:px-5">{children}</div> : children)}
      {footer && (
        <footer className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t bg-sunken/60 px-4 py-3 text-sm text-muted sm:px-5">
          {footer}
        </footer>
      )}
    </section>
  );
}
