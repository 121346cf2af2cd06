'use client';

import { clsx } from 'clsx';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useId } from 'react';
import { useTheme } from './theme';
import type { Theme } from './theme-cookie';

export const THEMES: readonly { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
];

/** Light, dark, or what the system says. */
export function ThemeSwitch({ labels = true }: { labels?: boolean | undefined }) {
  const name = useId();
  const { theme, setTheme } = useTheme();
  return (
    <fieldset className="inline-flex rounded-lg border bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          className={clsx(
            'inline-flex h-7 min-w-8 items-center justify-center gap-1.5 rounded-md px-2 text-xs font-medium text-muted transition-colors hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-focus touch:h-10 touch:min-w-11',
          )}
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={theme === value}
            onChange={() => setTheme(value)}
            className="sr-only"
          />
          <Icon aria-hidden="true" className="size-3.5" />
          <span className={labels ? undefined : 'sr-only'}>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
