/** Asks a person why they do something. Resolves to what they said; undefined if they think better of it. */
type Asker = () => Promise<string | undefined>;

/** Nobody says the same again and again: to reveal and then to copy is one deed. */
const KEPT_MS = 5 * 60_000;

let asker: Asker | undefined;
const asking = new Map<string, Promise<string | undefined>>();
/** In the memory of the page alone, each for one secret. */
const said = new Map<string, { readonly reason: string; readonly untilMs: number }>();

/** For the one dialog that asks (ReasonHost). @returns what takes it off again. */
export function serveReasons(next: Asker): () => void {
  asker = next;
  return () => {
    if (asker === next) asker = undefined;
  };
}

/**
 * Sends something about one secret; if the vault wants to know why (`code: 'reason_required'` in the answer), asks and
 * sends it again with what was said, which counts for a few minutes. Whoever thinks better of it gets the first answer.
 */
export async function withReason<Answer extends { readonly code?: unknown }>(
  secret: string,
  send: (reason: string | undefined) => Promise<Answer>,
): Promise<Answer> {
  const answer = await send(knownReason(secret));
  if (answer.code !== 'reason_required' || !asker) return answer;
  // Two that were sent at once, for a comparison, are one question.
  const pending = asking.get(secret) ?? asker().finally(() => asking.delete(secret));
  asking.set(secret, pending);
  const reason = await pending;
  if (reason === undefined) return answer;
  const next = await send(reason);
  if (next.code === undefined) said.set(secret, { reason, untilMs: Date.now() + KEPT_MS });
  return next;
}

function knownReason(secret: string): string | undefined {
  const known = said.get(secret);
  if (known && known.untilMs > Date.now()) return known.reason;
  said.delete(secret);
  return undefined;
}
