'use client';

import { Check } from 'lucide-react';
import { MenuGroup, useMenuParts } from './menu';
import { useTheme } from './theme';
import type { Theme } from './theme-cookie';
import { THEMES } from './theme-switch';

/** The choice of theme, as items within a Menu. */
export function ThemeMenuItems() {
  const { theme, setTheme } = useTheme();
  const { RadioGroup, RadioItem, RadioItemIndicator } = useMenuParts();
  return (
    <MenuGroup label="Theme">
      <RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <RadioItem
            key={value}
            value={value}
            className="flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover touch:min-h-11"
          >
            <Icon aria-hidden="true" className="size-4 text-subtle" />
            <span className="flex-1">{label}</span>
            <RadioItemIndicator>
              <Check aria-hidden="true" className="size-4 text-subtle" />
            </RadioItemIndicator>
          </RadioItem>
        ))}
      </RadioGroup>
    </MenuGroup>
  );
}
