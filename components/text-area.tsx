'use client';

import { clsx } from 'clsx';
import type { ComponentPropsWithRef } from 'react';
import { CONTROL } from './control-styles';
import { useFieldWiring } from './field';

export type TextAreaProps = ComponentPropsWithRef<'textarea'> & {
  /** For values and keys: monospaced, never corrected, never wrapped by the browser's ideas of words. */
  mono?: boolean | undefined;
};

export function TextArea({ mono = false, rows = 4, className, ...rest }: TextAreaProps) {
  const wiring = useFieldWiring();
  return (
    <textarea
      {...wiring}
      {...(mono && { autoCapitalize: 'none', autoCorrect: 'off', autoComplete: 'off', spellCheck: false })}
      {...rest}
      rows={rows}
      className={clsx(
        CONTROL,
        'block min-h-9 resize-y px-2.5 py-1.5',
        mono && 'font-mono leading-5 wrap-anywhere',
        className,
      )}
    />
  );
}
