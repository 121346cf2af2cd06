'use client';

import { clsx } from 'clsx';
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-styles';
import { Spinner } from './spinner';

export type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'children'> & {
  children: ReactNode;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
  /** A submit button knows its form's state by itself; set this for work that is not a form. */
  pending?: boolean | undefined;
};

/** While pending it keeps its width, focus and name, and ignores presses: nothing is sent twice. */
export function Button({
  children,
  variant = 'secondary',
  size = 'md',
  icon,
  pending,
  type = 'button',
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const form = useFormStatus();
  const formPending = type === 'submit' && form.pending;
  const blocked = pending ?? formPending;
  // With several submit buttons in one form, only the pressed one spins.
  const spinning = pending ?? (formPending && (!rest.name || form.data?.get(rest.name) === rest.value));

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-busy={spinning || undefined}
      aria-disabled={blocked || rest['aria-disabled']}
      className={clsx(buttonClass(variant, size), blocked && 'cursor-progress', className)}
    >
      <span className={clsx('inline-flex min-w-0 items-center gap-[inherit]', spinning && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {spinning && <Spinner className="absolute" />}
    </button>
  );
}
