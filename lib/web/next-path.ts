const ANY_ORIGIN = 'https://strongroom.invalid';

/**
 * A path within this site from what an address says, else `/`. Browsers read a backslash as a slash, drop tabs and
 * line breaks, and take `//host` as another site: so it is parsed as a browser would, and has to stay where it is.
 */
export function safeNextPath(given: unknown): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return '/';
  if (!URL.canParse(given, ANY_ORIGIN)) return '/';
  const url = new URL(given, ANY_ORIGIN);
  if (url.origin !== ANY_ORIGIN || url.pathname.startsWith('//')) return '/';
  // Signing in must not end in signing in, nor in an answer that is no page; and so for a proof.
  if (/^\/(sign-in|setup|password|confirm|api)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}

/** Where somebody without scripts proves who they are, to come back afterwards. */
export const confirmPath = (next: string): string =>
  `/confirm?${new URLSearchParams({ next: safeNextPath(next) })}`;

export function signInPath(next: string): string {
  const safe = safeNextPath(next);
  return safe === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: safe })}`;
}
