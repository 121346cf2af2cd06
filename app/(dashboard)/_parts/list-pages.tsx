import { Pagination } from '@/components/pagination';
import { withSearch } from '@/lib/web/search';

export type ListPagesProps = {
  base: string;
  page: { readonly items: readonly unknown[]; readonly after: string | null; readonly before: string | null };
  /** What else the address says, such as a search. */
  keep?: Readonly<Record<string, string | undefined>>;
  /** In words; newest first unless told. */
  order?: string | undefined;
};

/** The ways to the pages before and after; nothing where there is only one. */
export function ListPages({ base, page, keep = {}, order = 'newest first' }: ListPagesProps) {
  if (!page.after && !page.before) return null;
  return (
    <div className="mt-4">
      <Pagination
        previousHref={page.before ? withSearch(base, { ...keep, before: page.before }) : undefined}
        nextHref={page.after ? withSearch(base, { ...keep, after: page.after }) : undefined}
        summary={`${page.items.length} on this page, ${order}`}
      />
    </div>
  );
}
