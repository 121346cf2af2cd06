/** One time that a value of the secret on this page was shown or copied. */
export type Read = object;

const listeners = new Set<(read: Read) => void>();

export function tellRead(): void {
  const read = {};
  for (const listener of listeners) listener(read);
}

/** @returns what ends it. */
export function onRead(listener: (read: Read) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
