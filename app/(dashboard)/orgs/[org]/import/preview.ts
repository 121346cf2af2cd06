import type { Compared } from '@/lib/vault';
import type { ParsedRow } from '../_files/parsed';

export type Status = Compared['status'];
export const STATUSES: readonly Status[] = ['new', 'changed', 'equal', 'faulty'];

/** One row of a file, and what an import would do with it. */
export interface PreviewRow {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly status: Status;
  /** The version that it would replace. */
  readonly over: string | null;
  /** Why it is faulty, or what should be known before it is taken. */
  readonly words: string | undefined;
}

const EMPTY = 'The value is empty. Choose it if that is meant.';
const UNSEEN = 'It opens with an approval only, so nobody looked whether the value differs.';

/** `compared` are the answers for those rows that are not faulty already, in their order. */
export function previewOf(rows: readonly ParsedRow[], compared: readonly Compared[]): PreviewRow[] {
  let next = 0;
  return rows.map(({ fault, note, ...row }, index) => {
    const told: Compared | undefined =
      fault === undefined ? compared[next++] : { status: 'faulty', why: fault };
    const status = told?.status ?? 'faulty';
    const takes = status === 'new' || status === 'changed';
    return {
      ...row,
      index,
      status,
      over: told?.status === 'changed' ? told.versionId : null,
      words: wordsOf(told) ?? (takes && row.value === '' ? EMPTY : note),
    };
  });
}

function wordsOf(told: Compared | undefined): string | undefined {
  if (told?.status === 'faulty') return told.why;
  return told?.status === 'changed' && told.unseen ? UNSEEN : undefined;
}

export const mayBeChosen = ({ status }: PreviewRow): boolean => status === 'new' || status === 'changed';

/** What nobody would miss: new ones. To replace a value, or to store an empty one, is for somebody to say. */
export function firstChoice(rows: readonly PreviewRow[]): ReadonlySet<number> {
  return indexes(rows.filter(({ status, value }) => status === 'new' && value !== ''));
}

/** `rows` are those that are looked at. An empty value is chosen by itself only. */
export function choose(
  chosen: ReadonlySet<number>,
  rows: readonly PreviewRow[],
  wanted: boolean,
): ReadonlySet<number> {
  const meant = indexes(rows.filter((row) => mayBeChosen(row) && (!wanted || row.value !== '')));
  return wanted ? new Set([...chosen, ...meant]) : new Set([...chosen].filter((index) => !meant.has(index)));
}

export function countOf(rows: readonly PreviewRow[], status: Status): number {
  return rows.filter((row) => row.status === status).length;
}

const indexes = (rows: readonly PreviewRow[]): ReadonlySet<number> => new Set(rows.map(({ index }) => index));
