import Papa from 'papaparse';
import { Scalar, stringify } from 'yaml';
import type { Format } from './parsed';

interface Row {
  readonly name: string;
  readonly value: string;
}

/** A file that our own import, and what else reads such files, takes back as it was; or the names for which that cannot be. */
export type Written = { readonly text: string } | { readonly impossible: readonly string[] };

export function writeFile(rows: readonly Row[], format: Format): Written {
  return WRITERS[format](rows);
}

const WRITERS: Record<Format, (rows: readonly Row[]) => Written> = {
  env: writeEnv,
  // Not an object: that would bring names that look like numbers to the front, and lose a `__proto__`.
  json: (rows) => ({
    text: `{\n${rows.map(({ name, value }) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`,
  }),
  yaml: (rows) => ({
    text: stringify(new Map(rows.map(({ name, value }) => [inYaml(name), inYaml(value)])), { lineWidth: 0 }),
  }),
  csv: (rows) => ({
    text: `${Papa.unparse({ fields: ['name', 'value'], data: rows.map(({ name, value }) => [name, value]) }, { quotes: true })}\r\n`,
  }),
};

/**
 * In quotes where blanks would be lost: yaml 2.9 writes a text that begins with a line of blanks as a block without them,
 * and a name between blanks of Unicode as it is, which few readers take for one.
 */
function inYaml(text: string): string | Scalar<string> {
  if (!/^\s|[^\S\n]\n*$/.test(text)) return text;
  return Object.assign(new Scalar(text), { type: Scalar.QUOTE_DOUBLE });
}

function writeEnv(rows: readonly Row[]): Written {
  const lines = rows.map(({ name, value }) => ({ name, written: inEnv(value) }));
  const impossible = lines.filter(({ written }) => written === null).map(({ name }) => name);
  if (impossible.length > 0) return { impossible };
  return { text: lines.map(({ name, written }) => `${name}=${written}\n`).join('') };
}

/** The grammar has no way to write a quote within quotes of its own kind. */
function inEnv(value: string): string | null {
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(value)) return value;
  const closes = !value.endsWith('\\');
  if (closes && !/['\r]/.test(value)) return `'${value}'`;
  if (closes && !/"|\\[nr]/.test(value)) return `"${value.replaceAll('\r', '\\r')}"`;
  if (closes && !/[`\r]/.test(value)) return `\`${value}\``;
  const plain = !/^['"`]|[#\r\n\u2028\u2029]/.test(value) && value.trim() === value;
  return plain ? value : null;
}
