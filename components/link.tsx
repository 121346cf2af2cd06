import { clsx } from 'clsx';
import NextLink from 'next/link';
import type { ComponentPropsWithRef, ReactNode } from 'react';

export type LinkProps = ComponentPropsWithRef<typeof NextLink>;

/** A link to a page. Never prefetched: opening some pages is recorded, and a guess is not an opening. */
export function Link({ prefetch = false, ...rest }: LinkProps) {
  return <NextLink prefetch={prefetch} {...rest} />;
}

/** A link within text or a table cell. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={clsx(
        'rounded-xs text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current',
        className,
      )}
    />
  );
}

/** The main link of a table row or a card: the whole row (which must be `relative`) becomes its target. Arrow keys go from one to the next. */
export function RowLink({ className, children, ...rest }: LinkProps & { children: ReactNode }) {
  return (
    <Link
      data-row=""
      {...rest}
      className={clsx(
        'font-medium text-ink wrap-anywhere outline-none after:absolute after:inset-0 hover:underline hover:underline-offset-3 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus',
        className,
      )}
    >
      {children}
    </Link>
  );
}
