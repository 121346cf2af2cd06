import { clsx } from 'clsx';

const DOTS = '•'.repeat(12);

/** Stands for something that is not shown. Always as wide: it tells nothing, not even a length. */
export function SecretMask({ className }: { className?: string | undefined }) {
  return (
    <span
      role="img" // oxlint-disable-line jsx-a11y/prefer-tag-over-role -- text that is read as one word
      aria-label="hidden"
      className={clsx('font-sans text-lg leading-none tracking-[0.08em] text-subtle select-none', className)}
    >
      {DOTS}
    </span>
  );
}
