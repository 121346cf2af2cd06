import type { Compared, Imported, Progress } from '@/lib/vault';
import type { ProgressLine } from '@/lib/web/progress-route';
import { fetchWithProof } from '@/lib/web/with-proof';

const LOST = 'The server could not be reached. What you gave is still here: try again.';
const BROKEN_OFF =
  'The connection broke off. Either all of it was done or nothing: make the preview again, and see which.';

/** What each of the two routes says in the end. */
interface Answers {
  readonly compare: readonly Compared[];
  readonly store: Imported;
}

/** Sends something, tells how far the server is, and gives what came of it. */
export async function postWithProgress<Path extends keyof Answers>(
  base: string,
  path: Path,
  body: string,
  progress: Progress,
): Promise<{ result: Answers[Path] } | { error: string }> {
  let begun = false;
  try {
    const headers = { 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body, cache: 'no-store' } as const;
    const response = await fetchWithProof(`${base}/${path}`, init);
    begun = response.ok;
    if (!response.ok || !response.body) return { error: (await wordsOf(response)) ?? LOST };
    for await (const line of linesOf(response.body)) {
      const told = JSON.parse(line) as ProgressLine<Answers[Path]>;
      if ('result' in told) return { result: told.result };
      if ('status' in told) return { error: told.message };
      progress(told.done, told.all);
    }
    return { error: BROKEN_OFF };
  } catch {
    return { error: begun ? BROKEN_OFF : LOST };
  }
}

async function wordsOf(response: Response): Promise<string | undefined> {
  const { message, fields = {} } = (await response.json()) as {
    message?: string;
    fields?: Record<string, string>;
  };
  return Object.values(fields)[0] ?? message;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
    if (done) return;
  }
}
