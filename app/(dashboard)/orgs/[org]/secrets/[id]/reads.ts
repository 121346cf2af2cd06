const listeners = new Set<() => void>();

/** A value of the secret on this page was shown or copied. */
export function tellRead(): void {
  for (const listener of listeners) listener();
}

/** @returns what ends it. */
export function onRead(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
