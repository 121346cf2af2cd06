import { type Format, type ParsedFile, withoutRepeats } from './parsed';

/** Each parser is loaded when a file needs it. */
const PARSERS: Record<Format, () => Promise<(text: string) => ParsedFile>> = {
  env: async () => (await import('./parse-env')).parseEnv,
  json: async () => (await import('./parse-json')).parseJson,
  yaml: async () => (await import('./parse-yaml')).parseYaml,
  csv: async () => (await import('./parse-csv')).parseCsv,
};

/** The rows of a file. Nothing is sent anywhere. */
export async function parseFile(text: string, format: Format): Promise<ParsedFile> {
  const parse = await PARSERS[format]();
  return withoutRepeats(parse(withoutMark(text)));
}

/** Some editors begin a file with a byte order mark. It is not a part of the first name. */
const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

const EXTENSIONS: Readonly<Record<string, Format>> = {
  env: 'env',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
};

/** What a file looks like, by its name if it has one, else by its first line that says something. */
export function formatOf(text: string, fileName = ''): Format {
  const named = EXTENSIONS[fileName.split('.').at(-1)?.toLowerCase() ?? ''];
  if (named) return named;
  const head = withoutMark(text.slice(0, 20_000));
  if (/^\s*[[{]/.test(head)) return 'json';
  const line = head.split(/\r\n?|\n/).find((one) => /^\s*[^\s#]/.test(one)) ?? '';
  const columns = line
    .toLowerCase()
    .split(/[,;\t]/)
    .map((column) => column.replaceAll(/["\s]/g, ''));
  if (columns.includes('name') && columns.includes('value')) return 'csv';
  return /^(---|%YAML)|^("[^"]*"|'[^']*'|[^\s:=#][^:=]*):(\s|$)/.test(line) ? 'yaml' : 'env';
}
