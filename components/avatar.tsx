import { clsx } from 'clsx';

export type AvatarProps = {
  /** Whose it is; only the first letter is shown, and screen readers skip it. */
  name: string;
  shape?: 'round' | 'square' | undefined;
  className?: string | undefined;
};

export function Avatar({ name, shape = 'round', className }: AvatarProps) {
  const [initial = '?'] = name.trim();
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'grid size-6 shrink-0 place-items-center border border-accent-line bg-accent-soft text-2xs font-semibold text-accent-text uppercase',
        shape === 'round' ? 'rounded-full' : 'rounded-md',
        className,
      )}
    >
      {initial}
    </span>
  );
}
