import { decodeFields, encodeFields, utf8 } from './bytes';

/** The names and values that decide which keys wrap a secret, for example `{ organization_id: 'org_…' }`. */
export type KeyContext = Readonly<Record<string, string>>;

export interface KeyContextItem {
  readonly name: string;
  readonly value: string;
}

/** The items in canonical order: by the bytes of the name, so that every machine and locale agrees. */
export function canonicalItems(context: KeyContext): KeyContextItem[] {
  return Object.entries(context)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

export function encodeKeyContext(context: KeyContext): Uint8Array {
  return encodeFields(...canonicalItems(context).flatMap(({ name, value }) => [name, value]));
}

/** The context that `encodeKeyContext` wrote, or null. */
export function decodeKeyContext(bytes: Uint8Array): KeyContext | null {
  const fields = decodeFields(bytes);
  if (!fields || fields.length % 2 !== 0) return null;
  const entries: [string, string][] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const [name, value] = [fields[i], fields[i + 1]];
    if (!name || !value) return null;
    entries.push([utf8(name), utf8(value)]);
  }
  return Object.fromEntries(entries);
}
