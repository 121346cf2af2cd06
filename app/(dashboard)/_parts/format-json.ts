import { applyEdits, format } from 'jsonc-parser';

/** The same JSON over several lines: only the blanks between its parts change, so numbers keep all of their digits. */
export function formatJson(json: string): string {
  return applyEdits(json, format(json, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }));
}
