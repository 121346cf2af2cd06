/** As much of a request's headers as tells which page made it. */
interface Told {
  readonly 'sec-fetch-site'?: string | string[] | undefined;
  readonly origin?: string | string[] | undefined;
}

/**
 * Whether the browser says that a page of this very site made the request. A program sends what it likes,
 * but a program has no cookie of somebody else. One that says nothing at all is refused.
 */
export function isFromThisSite(told: Told, origin: string): boolean {
  const site = told['sec-fetch-site'];
  return site === undefined ? told.origin === origin : site === 'same-origin';
}
