import { type Details, type FieldError, isVaultError, type KeyContext, VaultError } from '@/lib/vault';
import { writtenDetails } from './details-form';
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

/** An empty value is a slip far more often than it is meant: it is taken only from somebody who says so. */
export function meantValueOf(data: FormData): string {
  const value = valueOf(data);
  if (value === '' && !data.has('allowEmpty')) throw refused([NOTHING_TYPED]);
  return value;
}

const NOTHING_TYPED: FieldError = {
  field: 'value',
  code: 'empty',
  message: 'There is no value here. Write one, or say that it should be empty.',
};

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
    if (value === '') throw refused([withoutValue(index)]);
    items.set(name, value);
  }
  return Object.fromEntries(items);
}

const twice = () =>
  refused([
    {
      field: 'context',
      code: 'duplicate',
      message: 'A name in a key context is used once, and organization_id is there already.',
    },
  ]);

/** Named by its row, so that the form can mark it. */
const withoutValue = (index: number): FieldError => ({
  field: `contextValue${index}`,
  code: 'empty',
  message: `Item ${index + 1} has a name and no value. Give it a value, or clear its name.`,
});

function refused(fields: readonly FieldError[]): VaultError {
  return new VaultError('invalid_input', fields[0]?.message ?? '', { fields });
}

/** All of a new secret. What a person can see to be wrong is told at once, not one at a time. */
export function newSecretOf(
  data: FormData,
): { name: string; value: string; context: KeyContext } & Partial<Details> {
  const name = textOf(data, 'name').trim();
  const wrong: FieldError[] = [];
  if (name === '') wrong.push({ field: 'name', code: 'empty', message: 'A name must not be empty.' });
  const take = <Part>(part: () => Part): Part | undefined => {
    try {
      return part();
    } catch (error) {
      if (!isVaultError(error)) throw error;
      wrong.push(...error.fields);
      return undefined;
    }
  };
  const value = take(() => meantValueOf(data));
  const context = take(() => contextOf(data, placeOf(data).organizationId));
  if (value === undefined || context === undefined || wrong.length > 0) throw refused(wrong);
  return { name, value, context, ...writtenDetails(data) };
}
