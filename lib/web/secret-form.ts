import { type KeyContext, VaultError } from '@/lib/vault';
import { textOf } from './form-data';

/**
 * The value as it was typed. A form's text arrives with every line break turned into CR LF, so scripts send it as
 * JSON beside (`valueJson`); without scripts the breaks are turned back: a text area only ever holds LF.
 */
export function valueOf(data: FormData): string {
  const json = data.get('valueJson');
  if (typeof json !== 'string') return textOf(data, 'value').replaceAll('\r\n', '\n');
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/**
 * The secret that a form is about, from its hidden fields. Not from a bound argument: React renders a bound action
 * again and again on the server when a form is posted without scripts (the binding is new each time, and its
 * encoding suspends). It is no more and no less trusted: the vault decides.
 */
export function placeOf(data: FormData): { organizationId: string; id: string } {
  return { organizationId: textOf(data, 'organizationId'), id: textOf(data, 'secretId') };
}

/** Rows of two fields. A row without a name and a value is an empty row; nothing is dropped silently. */
export function contextOf(data: FormData, organizationId: string): KeyContext {
  const names = data.getAll('contextName').map(String);
  const values = data.getAll('contextValue').map(String);
  const items = new Map([['organization_id', organizationId]]);
  for (const [index, given] of names.entries()) {
    const name = given.trim();
    const value = values[index] ?? '';
    if (name === '' && value === '') continue;
    if (items.has(name) || name === 'organizationId') throw twice();
    items.set(name, value);
  }
  return Object.fromEntries(items);
}

function twice(): VaultError {
  const message = 'A name in a key context is used once, and organization_id is there already.';
  return new VaultError('invalid_input', message, {
    fields: [{ field: 'context', code: 'duplicate', message }],
  });
}
