'use client';

import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, type ButtonProps } from './button';
import { writeClipboard } from './clipboard';
import { IconButton } from './icon-button';
import { announce } from './live-region';

const STATE_SHOWN_MS = 2_000;

export type CopyButtonProps = {
  /** Fetches what is copied, at the press and not before. An `error` is shown and read out. */
  getText: () => Promise<string | { error: string }>;
  /** "Copy value", for example. */
  label: string;
  /** Only an icon, with the label as its name. */
  iconOnly?: boolean | undefined;
  variant?: ButtonProps['variant'];
  size?: ButtonProps['size'];
};

type State = 'idle' | 'pending' | 'done' | 'failed';

const ICONS = { idle: Copy, pending: Copy, done: Check, failed: TriangleAlert };

export function CopyButton({ getText, label, iconOnly = false, variant, size }: CopyButtonProps) {
  const [state, setState] = useState<State>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    setState('pending');
    const problem = await writeClipboard(getText);
    setState(problem ? 'failed' : 'done');
    announce(problem ?? 'Copied', problem ? 'assertive' : 'polite');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), STATE_SHOWN_MS);
  }

  const Icon = ICONS[state];
  const icon = (
    <Icon
      aria-hidden="true"
      className={state === 'done' ? 'text-success-text' : state === 'failed' ? 'text-danger-text' : undefined}
    />
  );
  const shared = { size, pending: state === 'pending', onClick: () => void copy() };
  if (iconOnly) return <IconButton {...shared} variant={variant ?? 'ghost'} label={label} icon={icon} />;
  return (
    <Button {...shared} variant={variant} icon={icon}>
      {/* Both words lie in one cell, so that the button keeps its width. */}
      <span className="grid justify-items-start *:col-start-1 *:row-start-1">
        <span className={state === 'done' ? 'invisible' : undefined}>
          {state === 'failed' ? 'Not copied' : label}
        </span>
        <span aria-hidden="true" className={state === 'done' ? undefined : 'invisible'}>
          Copied
        </span>
      </span>
    </Button>
  );
}
