'use client';

import { clsx } from 'clsx';
import { EyeOff, GitCompareArrows } from 'lucide-react';
import { useCallback } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { HidesIn } from './hides-in';
import type { DiffLine, LineDiff } from './line-diff';
import { useRevealed } from './use-revealed-value';

type Load = () => Promise<string | { error: string }>;

export type ValueDiffProps = {
  /** Both stay the same functions between renders. */
  before: Load;
  after: Load;
  /** What the button says: "Compare with the current value". */
  button: string;
  /** How the count begins: "Since then". */
  since: string;
};

/** What becomes of one value in another, line by line, behind a button: it shows values, which is recorded. */
export function ValueDiff({ before, after, button, since }: ValueDiffProps) {
  const load = useCallback(async () => {
    const [from, to] = await Promise.all([before(), after()]);
    if (typeof from !== 'string') return from;
    if (typeof to !== 'string') return to;
    const { lineDiff } = await import('./line-diff');
    return { what: lineDiff(from, to) };
  }, [before, after]);
  const { revealed, reveal, hide } = useRevealed('Comparison', load);
  const shown = revealed.phase === 'shown';
  return (
    <div className="flex flex-col gap-3 noscript:hidden">
      {shown && <DiffLines diff={revealed.what} since={since} />}
      {revealed.phase === 'failed' && <Notice tone="danger">{revealed.message}</Notice>}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          pending={revealed.phase === 'fetching'}
          icon={shown ? <EyeOff aria-hidden="true" /> : <GitCompareArrows aria-hidden="true" />}
          onClick={() => (shown ? hide() : void reveal())}
        >
          {shown ? 'Hide the comparison' : button}
        </Button>
        {shown && <HidesIn untilMs={revealed.untilMs} />}
      </div>
    </div>
  );
}

const KINDS = {
  same: { sign: ' ', word: '', row: '' },
  removed: { sign: '−', word: 'Removed: ', row: 'bg-danger-soft' },
  added: { sign: '+', word: 'Added: ', row: 'bg-success-soft' },
} as const satisfies Record<DiffLine['kind'], object>;

function DiffLines({ diff, since }: { diff: LineDiff; since: string }) {
  const { lines, removed, added, endingsDiffer } = diff;
  if (removed + added === 0) return <p className="text-sm text-muted">The two values are equal.</p>;
  return (
    <>
      <p className="text-sm text-muted">
        {since} {counted(added, 'comes', 'come')} and {counted(removed, 'goes', 'go')}.
      </p>
      <ol
        aria-label="Lines of the comparison"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border bg-sunken py-1 font-mono text-sm"
      >
        {lines.map(({ kind, text, endsOpen }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes
          <li key={index} className={clsx('flex w-max min-w-full px-3', KINDS[kind].row)}>
            <span aria-hidden="true" className="w-5 shrink-0 text-subtle select-none">
              {KINDS[kind].sign}
            </span>
            <span className="sr-only">{KINDS[kind].word}</span>
            <span className="whitespace-pre">{text || ' '}</span>
            {endingsDiffer && endsOpen && (
              <span className="ml-3 text-subtle select-none">(no line break at the end)</span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

const counted = (lines: number, one: string, many: string) =>
  lines === 1 ? `1 line ${one}` : `${lines} lines ${many}`;
