import type { Receipt } from '@/lib/vault';

const HOW = { read: 'Read', reveal: 'Revealed', copy: 'Copied', export: 'Exported' } as const;

export const howWords = ({ purpose }: Receipt): string => HOW[purpose] ?? HOW.read;

/** What is said of a reader who does not belong to the organization; null for its own people and keys. */
export function strangerWords({ reader, reach }: Receipt): string | null {
  if (reach !== 'environment') return null;
  return reader.kind === 'key' ? 'Key for the whole installation' : 'Runs the installation';
}

/** The same one who looked at the same secret in the same way, several times in a row, as one line. */
export interface ReceiptLine {
  readonly newest: Receipt;
  readonly times: number;
  /** When the first of them was. */
  readonly since: string;
}

export function linesOf(receipts: readonly Receipt[]): ReceiptLine[] {
  const lines: ReceiptLine[] = [];
  for (const one of receipts) {
    const before = lines.at(-1);
    if (before && keyOf(before.newest) === keyOf(one)) {
      lines.splice(-1, 1, { ...before, times: before.times + 1, since: one.at });
    } else {
      lines.push({ newest: one, times: 1, since: one.at });
    }
  }
  return lines;
}

const keyOf = ({ reader, secret, purpose, reach, address, reason, approvalId }: Receipt): string =>
  JSON.stringify([reader.id, secret.id, purpose, reach, address, reason, approvalId]);

export type Grouping = 'reader' | 'secret';
export const groupingOf = (given: string | undefined): Grouping | undefined =>
  given === 'reader' || given === 'secret' ? given : undefined;

/** Those of one page by who or by what, in the order of the newest of each. */
export function groupsOf(
  receipts: readonly Receipt[],
  by: Grouping,
): { readonly first: Receipt; readonly lines: readonly ReceiptLine[] }[] {
  const groups = new Map<string, Receipt[]>();
  for (const one of receipts) groups.set(one[by].id, [...(groups.get(one[by].id) ?? []), one]);
  return [...groups.values()].flatMap((ofOne) => {
    const [first] = ofOne;
    return first ? [{ first, lines: linesOf(ofOne) }] : [];
  });
}
