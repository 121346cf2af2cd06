/** The kinds of files that go in and out. `label` is also how people say it. */
export const FORMATS = {
  env: { label: '.env', extension: 'env' },
  json: { label: 'JSON', extension: 'json' },
  yaml: { label: 'YAML', extension: 'yaml' },
  csv: { label: 'CSV', extension: 'csv' },
} as const;
export type Format = keyof typeof FORMATS;

export interface ParsedRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
  /** Why it cannot be taken. Never repeats the value. */
  readonly fault?: string;
  /** What a careful reader wants to know before it is taken. */
  readonly note?: string;
}

/** A file that cannot be read as a whole has a `problem` and no rows. */
export interface ParsedFile {
  readonly rows: readonly ParsedRow[];
  readonly problem?: string;
  readonly note?: string;
}

export const NO_TEXT = 'This is a list or a group. Only a text can be a value.';
export const NOTHING = 'There is no value here.';
export const asWritten = (what: string): string =>
  `A ${what}: it is stored as the text that stands in the file.`;

/** Of rows with one name the last one counts, as it does for whatever else reads such a file. */
export function withoutRepeats({ rows, ...rest }: ParsedFile): ParsedFile {
  const last = new Map<string, number>();
  for (const { name, line, fault } of rows) if (fault === undefined) last.set(name, line);
  const seen = new Map<string, ParsedRow>();
  for (const row of rows) if (row.fault === undefined) seen.set(row.name, row);
  return {
    ...rest,
    rows: rows.map((row) =>
      row.fault === undefined && seen.get(row.name) !== row
        ? { ...row, fault: `The name comes again in line ${last.get(row.name)}, and the last one counts.` }
        : row,
    ),
  };
}

/** From an offset to its line, for offsets that only grow. */
export function lineCounter(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return (offset) => {
    for (;;) {
      const next = text.indexOf('\n', at);
      if (next < 0 || next >= offset) return line;
      line += 1;
      at = next + 1;
    }
  };
}
