import { type ReactNode, useId } from 'react';

export type ChoiceGroupProps = {
  legend: ReactNode;
  /** Checkbox or Radio elements; radios share one name. */
  children: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string | undefined;
};

/** Several checkboxes or radios that answer one question. */
export function ChoiceGroup({ legend, children, hint, error, className }: ChoiceGroupProps) {
  const id = useId();
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <fieldset aria-describedby={described || undefined} className={className}>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-col gap-1.5">{children}</div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-xs text-danger-text">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-subtle">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
