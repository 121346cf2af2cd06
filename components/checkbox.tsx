'use client';

import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';

const BOX =
  'peer col-start-1 row-start-1 size-4 shrink-0 appearance-none border border-line-strong bg-surface shadow-xs transition-colors checked:border-accent checked:bg-accent hover:border-muted disabled:cursor-not-allowed disabled:bg-sunken aria-invalid:border-danger-text touch:size-5';

export type ChoiceProps = Omit<ComponentPropsWithRef<'input'>, 'type'> & {
  label: ReactNode;
  hint?: ReactNode;
};

function Choice({ kind, label, hint, className, ...rest }: ChoiceProps & { kind: 'checkbox' | 'radio' }) {
  const hintId = useId();
  return (
    <div className={className}>
      <label className="group flex min-h-6 items-start gap-2.5 py-0.5 text-sm touch:min-h-11 touch:items-center touch:py-2">
        <span className="mt-0.5 grid place-items-center touch:mt-0">
          <input
            aria-describedby={hint ? hintId : undefined}
            {...rest}
            type={kind}
            className={clsx(BOX, kind === 'radio' ? 'rounded-full' : 'rounded-sm')}
          />
          {kind === 'radio' ? (
            <span className="pointer-events-none invisible col-start-1 row-start-1 size-1.5 rounded-full bg-white peer-checked:visible" />
          ) : (
            <Check
              aria-hidden="true"
              strokeWidth={3.25}
              className="pointer-events-none invisible col-start-1 row-start-1 size-3 text-white peer-checked:visible"
            />
          )}
        </span>
        <span className={clsx('min-w-0', rest.disabled && 'text-subtle')}>{label}</span>
      </label>
      {hint && (
        <p id={hintId} className="pl-6.5 text-xs text-subtle touch:pl-7.5">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A checkbox in a row of a table, whose `form` attribute says what it belongs to. The label is for screen readers. */
export function RowCheckbox({ label, ...rest }: Omit<ChoiceProps, 'label' | 'hint'> & { label: string }) {
  return (
    <label className="grid size-8 cursor-pointer place-items-center touch:size-11">
      <input {...rest} type="checkbox" aria-label={label} className={clsx(BOX, 'rounded-sm')} />
      <Check
        aria-hidden="true"
        strokeWidth={3.25}
        className="pointer-events-none invisible col-start-1 row-start-1 size-3 text-white peer-checked:visible"
      />
    </label>
  );
}

export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} kind="checkbox" />;
}

export function Radio(props: ChoiceProps) {
  return <Choice {...props} kind="radio" />;
}
