'use client';

import { Eye, EyeOff } from 'lucide-react';
import { Button } from '@/components/button';
import { CodeBlock } from '@/components/code-text';
import { CopyButton } from '@/components/copy-button';
import { Notice } from '@/components/notice';
import { SecretMask } from '@/components/secret-mask';
import { Certificates } from './certificates';
import { type FetchedValue, fetchValue } from './fetch-value';
import { HidesIn } from './hides-in';
import { RevealAlone } from './reveal-alone';
import { type Revealed, useRevealedValue } from './use-revealed-value';

export type SecretValueProps = {
  /** Where values of this secret are asked for. */
  path: string;
  /** For screen readers: whose value it is. */
  label: string;
  /** A version other than the current one. */
  versionId?: string | undefined;
  /** Without scripts: the organization wants to know why. */
  asksReason?: boolean | undefined;
};

/** A mask, until somebody reveals what is behind it. Before that the value is not in the browser at all. */
export function SecretValue({ path, label, versionId, asksReason = false }: SecretValueProps) {
  const { revealed, reveal, hide, forgive } = useRevealedValue(path, versionId);
  const shown = revealed.phase === 'shown';
  async function toCopy() {
    const value = await fetchValue(path, 'copy', versionId);
    if (typeof value === 'string') forgive();
    return value;
  }
  return (
    <div className="flex flex-col gap-3">
      <Shown revealed={revealed} label={label} />
      {revealed.phase === 'failed' && <Notice tone="danger">{revealed.message}</Notice>}
      {versionId === undefined && (
        <RevealAlone path={path} label={`Reveal: ${label}`} asksReason={asksReason} />
      )}
      <noscript>
        <p className="text-sm text-muted">
          This browser runs no scripts: the value is shown alone, and stays until you go back.
        </p>
      </noscript>
      <div className="flex flex-wrap items-center gap-2 noscript:hidden">
        <Button
          variant={shown ? 'secondary' : 'primary'}
          pending={revealed.phase === 'fetching'}
          icon={shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => (shown ? hide() : void reveal())}
        >
          {shown ? 'Hide' : 'Reveal'}
        </Button>
        <CopyButton label="Copy" getText={toCopy} />
        {shown && <HidesIn untilMs={revealed.untilMs} />}
      </div>
    </div>
  );
}

function Shown({ revealed, label }: { revealed: Revealed<FetchedValue>; label: string }) {
  if (revealed.phase !== 'shown') {
    return (
      <div className="flex h-10 items-center rounded-md border bg-sunken px-3">
        <SecretMask />
      </div>
    );
  }
  const { value, certificates } = revealed.what;
  if (value === '') return <p className="h-10 text-sm text-muted">The value is empty.</p>;
  return (
    <>
      <CodeBlock label={label}>{value}</CodeBlock>
      <Certificates certificates={certificates} />
    </>
  );
}
