import { isAlias, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { asWritten, NO_TEXT, NOTHING, type ParsedFile, type ParsedRow } from './parsed';

/** A mapping of texts, in YAML 1.2. */
export function parseYaml(text: string): ParsedFile {
  const lines = new LineCounter();
  // The words of an error would quote the line, and so perhaps a value.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const [error] = document.errors;
  if (error) return { rows: [], problem: `Line ${lines.linePos(error.pos[0]).line} is not valid YAML.` };
  if (!isMap(document.contents)) {
    return { rows: [], problem: 'This is not a YAML mapping of names and texts, such as NAME: value.' };
  }
  return {
    rows: document.contents.items.map(({ key, value }): ParsedRow => {
      const start = (isScalar(key) && key.range?.[0]) || 0;
      const line = lines.linePos(start).line;
      if (!isScalar(key)) return { line, name: '', value: '', fault: 'The name is not a text.' };
      const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
      return { line, name, ...valueOf(value) };
    }),
  };
}

function valueOf(node: unknown): Omit<ParsedRow, 'line' | 'name'> {
  if (isAlias(node)) return { value: '', fault: 'This refers to another value. Write the value itself.' };
  if (!isScalar(node)) return { value: '', fault: node ? NO_TEXT : NOTHING };
  if (typeof node.value === 'string') return { value: node.value };
  if (node.value === null) return { value: '', fault: NOTHING };
  return {
    value: node.source ?? '',
    note: asWritten(typeof node.value === 'boolean' ? 'boolean' : 'number'),
  };
}
