import { unstable_rethrow } from 'next/navigation';
import type { Caller, Progress, Vault } from '@/lib/vault';
import { type Failure, toFailure } from './failure';
import { MAX_IMPORT_BYTES } from './import-limit';
import { NEVER_KEPT, openRequest, refuse } from './json-route';

/** One line of the answer, as JSON: how far it is, and last of all what came of it. */
export type ProgressLine<Result> =
  | { readonly done: number; readonly all: number }
  | { readonly result: Result }
  | Failure;

/**
 * Answers a script of this site line by line while the work goes on. What is refused before it has begun has the status
 * that says so. It goes on to its end if the browser leaves.
 */
export async function progressRoute<Result>(
  request: Request,
  work: (
    vault: Vault,
    caller: Caller,
    body: Readonly<Record<string, unknown>>,
    progress: Progress,
  ) => Promise<Result>,
): Promise<Response> {
  const opened = await openRequest(request, MAX_IMPORT_BYTES);
  if (opened instanceof Response) return opened;
  const { vault, caller, body } = opened;
  const { stream, tell, close } = lines();
  const { promise: begun, resolve: begin } = promiseOf<null>();
  const ended = work(vault, caller, body, (done, all) => {
    tell({ done, all });
    begin(null);
  }).then(
    (result) => ({ result }),
    (error: unknown) => {
      unstable_rethrow(error);
      return toFailure(error, caller.requestId);
    },
  );
  const early = await Promise.race([begun, ended]);
  if (early && 'status' in early) return refuse(early);
  void ended.then((last) => {
    tell(last);
    close();
  });
  return new Response(stream, {
    headers: {
      ...NEVER_KEPT,
      // Compressed lines would wait for more of them.
      'Cache-Control': `${NEVER_KEPT['Cache-Control']}, no-transform`,
      'Content-Type': 'application/x-ndjson; charset=utf-8',
    },
  });
}

function lines() {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      controller = undefined;
    },
  });
  return {
    stream,
    tell: (line: ProgressLine<unknown>) => controller?.enqueue(encoder.encode(`${JSON.stringify(line)}\n`)),
    close: () => controller?.close(),
  };
}

/** Promise.withResolvers, which Node 20 has not. */
function promiseOf<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
