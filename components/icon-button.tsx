'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button';
import { buttonClass } from './button-styles';
import { Link, type LinkProps } from './link';
import { Tooltip } from './tooltip';

type Shared = {
  /** The accessible name, and the tooltip. */
  label: string;
  icon: ReactNode;
};

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> &
  Shared & {
    /** Off where the button opens a menu or a dialog that would cover it. */
    tooltip?: boolean | undefined;
  };

// The padding of a text button would leave no room for the icon.
const SQUARE = 'aspect-square px-0!';

export function IconButton({
  label,
  icon,
  tooltip = true,
  variant = 'ghost',
  className,
  ...rest
}: IconButtonProps) {
  const button = (
    <Button
      {...rest}
      variant={variant}
      aria-label={label}
      className={clsx(SQUARE, 'touch:min-w-11', className)}
    >
      {icon}
    </Button>
  );
  return tooltip ? <Tooltip label={label}>{button}</Tooltip> : button;
}

export type IconLinkProps = Omit<LinkProps, 'children' | 'aria-label'> & Shared;

export function IconLink({ label, icon, className, ...rest }: IconLinkProps) {
  return (
    <Tooltip label={label}>
      <Link {...rest} aria-label={label} className={clsx(buttonClass('ghost', 'md', true), className)}>
        {icon}
      </Link>
    </Tooltip>
  );
}
