import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkButton } from './link-button';

export type PaginationProps = {
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** What is shown, at the left. */
  summary?: ReactNode;
};

/** Links to the pages on both sides. A missing side keeps its place, so that the other does not move. */
export function Pagination({ previousHref, nextHref, summary }: PaginationProps) {
  return (
    <nav
      aria-label="Pages"
      className="flex min-h-8 flex-wrap items-center justify-between gap-3 text-sm text-subtle"
    >
      <p>{summary}</p>
      {(previousHref || nextHref) && (
        <ul className="flex gap-2">
          <li className={previousHref ? undefined : 'invisible'}>
            <LinkButton
              href={previousHref ?? '#'}
              rel="prev"
              size="sm"
              icon={<ChevronLeft aria-hidden="true" />}
            >
              Previous
            </LinkButton>
          </li>
          <li className={nextHref ? undefined : 'invisible'}>
            <LinkButton href={nextHref ?? '#'} rel="next" size="sm">
              Next
              <ChevronRight aria-hidden="true" />
            </LinkButton>
          </li>
        </ul>
      )}
    </nav>
  );
}
