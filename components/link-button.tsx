import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-styles';
import { Link, type LinkProps } from './link';

export type LinkButtonProps = Omit<LinkProps, 'children'> & {
  children: ReactNode;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
};

/** Goes somewhere, looks like a button. What does something is a Button. */
export function LinkButton({
  children,
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  ...rest
}: LinkButtonProps) {
  return (
    <Link {...rest} className={clsx(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}
