'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useTheme } from './theme';
import type { Theme } from './theme-cookie';
import { THEMES } from './theme-switch';

/** The choice of theme, as items within a Menu. */
export function ThemeMenuItems() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu.Group>
      <Menu.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-subtle">Theme</Menu.GroupLabel>
      <Menu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            className="flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover touch:min-h-11"
          >
            <Icon aria-hidden="true" className="size-4 text-subtle" />
            <span className="flex-1">{label}</span>
            <Menu.RadioItemIndicator>
              <Check aria-hidden="true" className="size-4 text-subtle" />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}
