'use client';

import { clsx } from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { CONTROL } from './control-styles';
import { useFieldWiring } from './field';

export type SelectOption = { value: string; label: string; disabled?: boolean | undefined };

export type SelectProps = Omit<ComponentPropsWithRef<'select'>, 'children' | 'multiple'> & {
  options: readonly SelectOption[];
  /** An empty first choice, shown until one is made. */
  placeholder?: string | undefined;
};

/** The browser's own select: it works without scripts, and a phone shows its own picker. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  const wiring = useFieldWiring();
  return (
    <span className={clsx('relative block', className)}>
      <select
        // React does not put a changed defaultValue back after it resets a form; a new element does.
        key={String(rest.defaultValue ?? '')}
        {...wiring}
        {...rest}
        className={clsx(CONTROL, 'h-9 appearance-none truncate pr-8 pl-2.5 touch:h-11')}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-subtle"
      />
    </span>
  );
}
