'use client';

import { clsx } from 'clsx';
import type { ComponentPropsWithRef } from 'react';
import { CONTROL } from './control-styles';
import { useFieldWiring } from './field';

export type TextInputProps = ComponentPropsWithRef<'input'> & {
  /** For names, tokens and codes: monospaced, and the browser neither corrects nor capitalizes. */
  mono?: boolean | undefined;
};

export function TextInput({ mono = false, className, type = 'text', ...rest }: TextInputProps) {
  const wiring = useFieldWiring();
  return (
    <input
      {...wiring}
      {...(mono && { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false })}
      {...rest}
      type={type}
      className={clsx(CONTROL, 'h-9 px-2.5 touch:h-11', mono && 'font-mono', className)}
    />
  );
}
