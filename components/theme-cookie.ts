export const THEME_COOKIE = 'theme';

export type Theme = 'light' | 'dark' | 'system';

/** What a cookie says; anything unknown is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
