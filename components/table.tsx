/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/prefer-tag-over-role -- see Table */
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /**
   * `primary` heads the row when it is stacked. `actions` stands at its right edge and `select` (a RowCheckbox) at its
   * left one: their headers are hidden.
   */
  kind?: 'primary' | 'actions' | 'select' | undefined;
  align?: 'start' | 'end' | undefined;
  /** Shown before the value when stacked; on by default, off for values that speak for themselves. */
  stackedLabel?: boolean | undefined;
  /** Left out when stacked. */
  wideOnly?: boolean | undefined;
  /** Such as a width: `w-40`. */
  className?: string | undefined;
};

export type TableProps<Row> = {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

function cellClass<Row>(column: Column<Row>): string {
  return clsx(
    'block @2xl:table-cell @2xl:h-11 @2xl:px-3 @2xl:py-1.5 @2xl:align-middle @2xl:first:pl-4 @2xl:last:pr-4',
    column.kind === 'primary' && 'w-full basis-full pr-12 @2xl:w-auto @2xl:pr-3',
    column.kind === 'actions' &&
      'absolute top-1.5 right-1.5 @2xl:static @2xl:w-px @2xl:text-right @2xl:whitespace-nowrap',
    column.kind === 'select' && 'absolute top-0.5 left-1 @2xl:static @2xl:w-px @2xl:pr-0! @2xl:pl-2!',
    column.kind === undefined && 'max-w-full text-xs text-muted @2xl:text-sm',
    column.align === 'end' && '@2xl:text-right @2xl:tabular-nums',
    column.wideOnly && 'hidden',
    column.className,
  );
}

/**
 * A table that becomes a list where its container is narrow (not the window: it also works in a column).
 * The roles are written out because a changed `display` takes them away in some browsers.
 */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  const selects = columns.some(({ kind }) => kind === 'select');
  return (
    <div className="@container">
      <table role="table" className="block w-full border-collapse text-left text-sm @2xl:table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="sr-only @2xl:not-sr-only @2xl:table-header-group">
          <tr role="row" className="border-b bg-sunken/60">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={clsx(
                  'h-9 px-3 text-xs font-medium whitespace-nowrap text-subtle first:pl-4 last:pr-4',
                  column.align === 'end' && 'text-right',
                  column.className,
                )}
              >
                {column.kind === 'actions' || column.kind === 'select' ? (
                  <span className="sr-only">{column.header}</span>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="block divide-y @2xl:table-row-group">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className={clsx(
                'relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 transition-colors hover:bg-hover @2xl:table-row',
                selects && 'has-checked:bg-accent-soft @max-2xl:pl-12',
              )}
            >
              {columns.map((column) => (
                <td key={column.key} role="cell" className={cellClass(column)}>
                  {column.kind === undefined && column.stackedLabel !== false && (
                    <span aria-hidden="true" className="mr-0.5 text-subtle @2xl:hidden">
                      {`${column.header} `}
                    </span>
                  )}
                  {column.kind === 'actions' || column.kind === 'select' ? (
                    <span className="relative z-1 inline-flex items-center gap-0.5">{column.cell(row)}</span>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
