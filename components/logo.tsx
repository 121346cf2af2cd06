import { clsx } from 'clsx';

/** The mark: a vault door seen from the front, its wheel at rest. */
export function LogoMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={clsx('shrink-0', className)}>
      <rect x="1" y="1" width="22" height="22" rx="6" className="fill-accent" />
      <circle cx="12" cy="12" r="6.25" className="stroke-white" strokeWidth="1.75" />
      <path
        d="M12 9.75V5.75M13.95 13.125l3.46 2M10.05 13.125l-3.46 2"
        className="stroke-white"
        strokeWidth="1.75"
      />
      <circle cx="12" cy="12" r="2.1" className="fill-white" />
    </svg>
  );
}

export type LogoProps = {
  name: string;
  /** Hides the word on narrow screens, but never from a screen reader or in a drawer. */
  compact?: boolean | undefined;
  size?: 'md' | 'lg' | undefined;
};

/** Mark and wordmark. */
export function Logo({ name, compact = false, size = 'md' }: LogoProps) {
  const large = size === 'lg';
  return (
    <span className={clsx('inline-flex items-center text-ink', large ? 'gap-2.5' : 'gap-2')}>
      <LogoMark className={large ? 'size-8' : 'size-6'} />
      <span
        className={clsx(
          'font-semibold tracking-tight',
          large ? 'text-lg' : 'text-base',
          compact && 'max-sm:[&:not([data-full-brand]_*)]:sr-only',
        )}
      >
        {name}
      </span>
    </span>
  );
}
