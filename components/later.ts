import { useSyncExternalStore } from 'react';

/** A part of the interface that is not loaded with the page. */
export interface Later<T> {
  /** What was loaded, once it was. */
  readonly now: () => T | undefined;
  /** Loads it. After a failure, the next call tries again. @returns whether it is there. */
  readonly want: () => Promise<boolean>;
  readonly subscribe: (listener: () => void) => () => void;
}

export function later<T>(load: () => Promise<T>): Later<T> {
  let loaded: T | undefined;
  let loading: Promise<boolean> | undefined;
  const listeners = new Set<() => void>();

  async function start(): Promise<boolean> {
    try {
      loaded = await load();
    } catch {
      loading = undefined;
      return false;
    }
    for (const listener of listeners) listener();
    return true;
  }

  return {
    now: () => loaded,
    want: () => (loading ??= start()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The part, once it is there. */
export function useLater<T>(part: Later<T>): T | undefined {
  return useSyncExternalStore(part.subscribe, part.now, nothing);
}

/** On the server, and for as long as the browser takes over its HTML. */
const nothing = () => undefined;
