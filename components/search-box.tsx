import { clsx } from 'clsx';
import { Search, X } from 'lucide-react';
import NextForm from 'next/form';
import { CONTROL } from './control-styles';
import { Link } from './link';

export type SearchBoxProps = {
  /** The page that shows the results; it reads `?q=`. */
  action: string;
  label: string;
  placeholder?: string | undefined;
  defaultValue?: string | undefined;
  /** Other parameters to keep. */
  keep?: Record<string, string> | undefined;
  className?: string | undefined;
};

/** A GET form: the search is in the address, and works without scripts. Enter searches. */
export function SearchBox({
  action,
  label,
  placeholder,
  defaultValue = '',
  keep = {},
  className,
}: SearchBoxProps) {
  const kept = new URLSearchParams(keep).toString();
  return (
    <search className={clsx('w-full sm:max-w-xs', className)}>
      <NextForm action={action} prefetch={false} className="relative">
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-subtle"
        />
        <input
          key={defaultValue}
          type="search"
          name="q"
          aria-label={label}
          placeholder={placeholder ?? label}
          defaultValue={defaultValue}
          autoComplete="off"
          enterKeyHint="search"
          className={clsx(CONTROL, 'h-8 appearance-none pr-9 pl-8.5 touch:h-11')}
        />
        {defaultValue && (
          <Link
            href={kept ? `${action}?${kept}` : action}
            aria-label="Clear search"
            className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-md text-subtle hover:text-ink focus-visible:-outline-offset-2 touch:w-11"
          >
            <X aria-hidden="true" className="size-4" />
          </Link>
        )}
      </NextForm>
    </search>
  );
}
