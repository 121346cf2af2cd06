import { diffLines } from 'diff';

/** One line of two texts laid over each other. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** The last line of its text, without a line break behind it. */
  readonly endsOpen: boolean;
}

export interface LineDiff {
  readonly lines: readonly DiffLine[];
  readonly removed: number;
  readonly added: number;
  /** Only one of the two ends with a line break. */
  readonly endingsDiffer: boolean;
}

/** Two texts without much in common take long to lay over each other, and nobody would read the result. */
const PATIENCE_MS = 500;

/** What became of `before`, line by line. Texts that are too different are all of one, then all of the other. */
export function lineDiff(before: string, after: string): LineDiff {
  const changes = diffLines(before, after, { timeout: PATIENCE_MS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const lines = changes.flatMap(({ value, removed, added }) => {
    const kind = removed ? 'removed' : added ? 'added' : 'same';
    return linesOf(value).map((line): DiffLine => ({ kind, ...line }));
  });
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return {
    lines,
    removed: count('removed'),
    added: count('added'),
    endingsDiffer: before.endsWith('\n') !== after.endsWith('\n'),
  };
}

function linesOf(text: string): Pick<DiffLine, 'text' | 'endsOpen'>[] {
  const parts = text.split('\n');
  const last = parts.pop() ?? '';
  const closed = parts.map((part) => ({ text: part, endsOpen: false }));
  return last === '' ? closed : [...closed, { text: last, endsOpen: true }];
}
