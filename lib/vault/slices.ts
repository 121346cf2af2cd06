import { setImmediate } from 'node:timers/promises';

/** Told how many of all are done. For whoever waits: nothing depends on it. */
export type Progress = (done: number, all: number) => void;

/** What takes some ten milliseconds, so that the requests of others are answered in between. */
const SLICE = 100;

/** `map` for many: after every slice, whatever else waits in this process gets its turn. */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  each: (item: Item) => Result | Promise<Result>,
  progress?: Progress,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(await each(item));
    if (results.length % SLICE !== 0) continue;
    progress?.(results.length, items.length);
    await setImmediate();
  }
  return results;
}
