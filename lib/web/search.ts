/** What Next gives a page of the address after the question mark. */
export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** One parameter, once; undefined if it is missing, empty or repeated. */
export function oneOf(given: string | string[] | undefined): string | undefined {
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** A path with those parameters that are there. */
export function withSearch(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return present.length > 0 ? `${path}?${new URLSearchParams(present)}` : path;
}
