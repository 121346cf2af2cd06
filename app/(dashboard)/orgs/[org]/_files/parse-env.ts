import { lineCounter, type ParsedFile, type ParsedRow } from './parsed';

/**
 * The grammar of dotenv 18 (BSD-2-Clause), which most programs that read such files share: `export`, comments, three
 * kinds of quotes over several lines. Not its `parse`, which gives an object and so forgets lines, repeated names and
 * what it did not understand, and needs Node. parse-env.test.ts holds the two against each other.
 */
const ASSIGNMENT =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dgm;

export function parseEnv(given: string): ParsedFile {
  const text = given.replaceAll(/\r\n?/g, '\n');
  const lineAt = lineCounter(text);
  const rows: ParsedRow[] = [];
  let end = 0;
  for (const match of text.matchAll(ASSIGNMENT)) {
    const start = match.indices?.[1]?.[0] ?? match.index;
    rows.push(...unread(text, end, match.index, lineAt));
    rows.push({ line: lineAt(start), name: match[1] ?? '', ...valueOf(match) });
    end = match.index + match[0].length;
  }
  rows.push(...unread(text, end, text.length, lineAt));
  return { rows };
}

function valueOf(match: RegExpExecArray): Pick<ParsedRow, 'value' | 'note'> {
  const written = (match[2] ?? '').trim();
  const value = written.replaceAll(/^(['"`])([\s\S]*)\1$/gm, '$2');
  const note = noteOf(written, value, match);
  return {
    value: written.startsWith('"') ? value.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : value,
    ...(note && { note }),
  };
}

function noteOf(written: string, value: string, match: RegExpExecArray): string | undefined {
  const isQuoted = written !== value;
  if (isQuoted) {
    return written.startsWith('"') && value.includes('\\"')
      ? 'The backslash before a quote stays, as dotenv has it.'
      : undefined;
  }
  if (/^['"`]/.test(written)) return 'A quote opens and does not close: it is taken as a part of the value.';
  const end = match.indices?.[2]?.[1];
  return end !== undefined && match.input[end] === '#' && /\S/.test(match.input[end - 1] ?? ' ')
    ? 'What comes after # is taken for a comment. Put quotes around the value if it is not.'
    : undefined;
}

/** What stands between two assignments and is no comment. */
function unread(text: string, from: number, to: number, lineAt: (offset: number) => number): ParsedRow[] {
  const rows: ParsedRow[] = [];
  for (let at = from; at < to; ) {
    const next = text.indexOf('\n', at);
    const end = next < 0 || next > to ? to : next;
    if (/^\s*[^\s#]/.test(text.slice(at, end)))
      rows.push({ line: lineAt(at), name: '', value: '', fault: NO_ASSIGNMENT });
    at = end + 1;
  }
  return rows;
}

const NO_ASSIGNMENT = 'This line is not NAME=value. A name here has letters, digits, "_", "-" and "." only.';
