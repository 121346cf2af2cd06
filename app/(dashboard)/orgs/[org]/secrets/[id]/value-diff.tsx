'use client';

import { clsx } from 'clsx';
import { EyeOff, GitCompareArrows } from 'lucide-react';
import { useCallback } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { fetchValue } from './fetch-value';
import { HidesIn } from './hides-in';
import type { DiffLine, LineDiff } from './line-diff';
import { useRevealed } from './use-revealed-value';

export type ValueDiffProps = { path: string; fromId: string; fromNumber: number; toId: string };

/** What became of an old version, line by line. It shows two values, so two readings are recorded. */
export function ValueDiff({ path, fromId, fromNumber, toId }: ValueDiffProps) {
  const load = useCallback(async () => {
    const [from, to] = await Promise.all([fromId, toId].map((id) => fetchValue(path, 'reveal', id)));
    if (typeof from !== 'string') return from ?? { error: '' };
    if (typeof to !== 'string') return to ?? { error: '' };
    const { lineDiff } = await import('./line-diff');
    return { what: lineDiff(from, to) };
  }, [path, fromId, toId]);
  const { revealed, reveal, hide } = useRevealed('Comparison', load);
  const shown = revealed.phase === 'shown';
  return (
    <section className="flex flex-col gap-3" aria-label={`Version ${fromNumber} and the current one`}>
      {shown && <DiffLines diff={revealed.what} />}
      {revealed.phase === 'failed' && <Notice tone="danger">{revealed.message}</Notice>}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          pending={revealed.phase === 'fetching'}
          icon={shown ? <EyeOff aria-hidden="true" /> : <GitCompareArrows aria-hidden="true" />}
          onClick={() => (shown ? hide() : void reveal())}
        >
          {shown ? 'Hide the comparison' : 'Compare with the current value'}
        </Button>
        {shown && <HidesIn untilMs={revealed.untilMs} />}
      </div>
    </section>
  );
}

const KINDS = {
  same: { sign: ' ', word: '', row: '' },
  removed: { sign: '−', word: 'Removed: ', row: 'bg-danger-soft' },
  added: { sign: '+', word: 'Added: ', row: 'bg-success-soft' },
} as const satisfies Record<DiffLine['kind'], object>;

function DiffLines({ diff: { lines, removed, added, endingsDiffer } }: { diff: LineDiff }) {
  if (removed + added === 0) return <p className="text-sm text-muted">The two values are equal.</p>;
  return (
    <>
      <p className="text-sm text-muted">
        Since then {counted(added)} came and {counted(removed)} went.
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

const counted = (lines: number) => (lines === 1 ? '1 line' : `${lines} lines`);
