import { clsx } from 'clsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const BASE =
  'relative inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none no-underline transition-[background-color,border-color,color,box-shadow] disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-subtle disabled:shadow-none touch:min-h-11 [&_svg]:shrink-0';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-white shadow-sm hover:bg-accent-hover',
  secondary:
    'border-line bg-raised text-ink shadow-xs hover:border-line-strong/60 hover:bg-hover active:bg-active',
  ghost:
    'border-transparent text-muted hover:bg-hover hover:text-ink active:bg-active data-popup-open:bg-hover data-popup-open:text-ink disabled:border-transparent disabled:bg-transparent',
  danger: 'border-transparent bg-danger text-white shadow-sm hover:bg-danger-hover',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 px-2.5 text-xs [&_svg]:size-3.5',
  md: 'h-8 gap-1.5 px-3 text-sm [&_svg]:size-4',
  lg: 'h-10 gap-2 px-4 text-base [&_svg]:size-4.5',
};

const SQUARES: Record<ButtonSize, string> = {
  sm: 'size-7 touch:min-w-11 [&_svg]:size-3.5',
  md: 'size-8 touch:min-w-11 [&_svg]:size-4',
  lg: 'size-10 touch:min-w-11 [&_svg]:size-4.5',
};

export function buttonClass(variant: ButtonVariant, size: ButtonSize, square = false): string {
  return clsx(BASE, VARIANTS[variant], square ? SQUARES[size] : SIZES[size]);
}
