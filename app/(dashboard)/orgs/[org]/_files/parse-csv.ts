import Papa from 'papaparse';
import { lineCounter, type ParsedFile, type ParsedRow } from './parsed';

const SEPARATORS = [',', ';', '\t'];

/** A table whose first line names its columns: `name` and `value` are taken, in any order. */
export function parseCsv(text: string): ParsedFile {
  const head = headOf(text);
  if (!head) {
    return { rows: [], problem: 'The first line must name the columns, with name and value among them.' };
  }
  const { separator, columns } = head;
  const [nameAt, valueAt] = [columns.indexOf('name'), columns.indexOf('value')];
  const lineAt = lineCounter(text);
  const rows: ParsedRow[] = [];
  let start = 0;
  let broken: number | undefined;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    step: ({ data, errors, meta }) => {
      const line = lineAt(start);
      start = meta.cursor;
      if (errors.length > 0) broken ??= line;
      if (data.length > 1 || data[0] !== '') rows.push(rowOf(data, line));
    },
  });
  if (broken !== undefined) return { rows: [], problem: `The quotes in line ${broken} do not fit together.` };

  function rowOf(cells: readonly string[], line: number): ParsedRow {
    const row = { line, name: cells[nameAt] ?? '', value: cells[valueAt] ?? '' };
    if (cells.length === columns.length) return row;
    return {
      ...row,
      fault: `This row has ${cells.length} columns, and the first one has ${columns.length}.`,
    };
  }
  const others = columns.filter((_, index) => index !== nameAt && index !== valueAt);
  return {
    rows: rows.slice(1),
    ...(others.length > 0 && { note: `Not taken, of the columns of this table: ${others.join(', ')}.` }),
  };
}

/** Spreadsheets separate by what their country does. */
function headOf(text: string): { separator: string; columns: string[] } | undefined {
  const line = text.slice(0, 2_000).split(/\r\n?|\n/, 1)[0] ?? '';
  return SEPARATORS.map((separator) => ({
    separator,
    columns: line.split(separator).map((column) =>
      column
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ),
  })).find(({ columns }) => columns.includes('name') && columns.includes('value'));
}
