import { asc, desc, gt, lt, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { VaultError } from './errors';

/** Keyset pages by a column that no two rows of a list share. Cursors are ids of the list itself. */
export interface PageInput {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly order: 'asc' | 'desc';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null on the last one. */
  readonly after: string | null;
  /** The cursor of the previous page; null on the first one. */
  readonly before: string | null;
}

/** How a page is cut: the condition on the column, the order to read in, and one row more than asked for. */
export interface Cut {
  readonly where: SQL | undefined;
  readonly orderBy: SQL;
  readonly limit: number;
}

/** `keyOf` gives the column's value for a cursor within the caller's reach, or null: then `invalid_cursor` is thrown. */
export async function cutPage(
  column: SQLiteColumn,
  input: PageInput,
  keyOf: (id: string) => Promise<number | string | null>,
): Promise<Cut> {
  const cursor = input.after ?? input.before;
  const backwards = input.after === undefined && input.before !== undefined;
  const ascending = (input.order === 'asc') !== backwards;
  const orderBy = ascending ? asc(column) : desc(column);
  const limit = input.limit + 1;
  if (cursor === undefined) return { where: undefined, orderBy, limit };
  const at = await keyOf(cursor);
  if (at === null) {
    throw new VaultError('invalid_cursor', 'This cursor is not one of this list. Start again without it.');
  }
  return { where: ascending ? gt(column, at) : lt(column, at), orderBy, limit };
}

/** Turns the rows of a `Cut` (one more than the limit, in reading order) into the page. */
export function toPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  input: PageInput,
): Page<Row> {
  const backwards = input.after === undefined && input.before !== undefined;
  const more = rows.length > input.limit;
  const items = rows.slice(0, input.limit);
  if (backwards) items.reverse();
  const first = items[0]?.id ?? null;
  const last = items.at(-1)?.id ?? null;
  return backwards
    ? { items, before: more ? first : null, after: last }
    : { items, before: input.after === undefined ? null : first, after: more ? last : null };
}
