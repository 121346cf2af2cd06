import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { asWritten, lineCounter, NO_TEXT, NOTHING, type ParsedFile, type ParsedRow } from './parsed';

/** An object of texts. As a tree and not by JSON.parse, which forgets repeated names, lines and the digits of numbers. */
export function parseJson(text: string): ParsedFile {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error) {
    return { rows: [], problem: `Line ${lineCounter(text)(error.offset)} is not valid JSON.` };
  }
  if (root?.type !== 'object') {
    return { rows: [], problem: 'This is not a JSON object of names and texts, such as {"NAME": "value"}.' };
  }
  const lineAt = lineCounter(text);
  return {
    rows: (root.children ?? []).map(
      ({ offset, children: [name, value] = [] }): ParsedRow => ({
        line: lineAt(offset),
        name: String(name?.value ?? ''),
        ...(value ? valueOf(value, text) : { value: '', fault: NOTHING }),
      }),
    ),
  };
}

function valueOf({ type, value, offset, length }: Node, text: string): Omit<ParsedRow, 'line' | 'name'> {
  if (type === 'string') return { value: String(value) };
  if (type === 'number' || type === 'boolean') {
    return { value: text.slice(offset, offset + length), note: asWritten(type) };
  }
  return { value: '', fault: type === 'null' ? NOTHING : NO_TEXT };
}
