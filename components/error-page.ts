/** What Next gives to an error page. */
export type ErrorPageProps = { error: unknown; retry: () => void };

/** The reference under which the server logged an error; its message stays on the server. */
export function digestOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('digest' in error)) return undefined;
  return typeof error.digest === 'string' ? error.digest : undefined;
}
