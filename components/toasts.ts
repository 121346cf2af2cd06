export type ToastTone = 'info' | 'success' | 'danger';

export type ToastOptions = {
  title: string;
  text?: string | undefined;
  tone?: ToastTone | undefined;
  /** Such as Undo. Whatever it offers must also be possible elsewhere: toasts go away. */
  action?: { label: string; onPress: () => void | Promise<void> } | undefined;
  /** The same id again replaces the toast. */
  id?: string | undefined;
};

export type Toast = ToastOptions & { id: string };

export type Toasts = { show: (options: ToastOptions) => string; close: (id: string) => void };

/** What shows toasts, once it is loaded. */
export type ToastHost = { add: (toast: Toast) => void; close: (id: string) => void };

let host: ToastHost | undefined;
let waiting: Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

export const toasts: Toasts = {
  show(options) {
    count += 1;
    const toast = { ...options, id: options.id ?? `toast ${count}` };
    if (host) host.add(toast);
    else {
      waiting.push(toast);
      for (const listener of listeners) listener();
    }
    return toast.id;
  },
  close(id) {
    waiting = waiting.filter((toast) => toast.id !== id);
    host?.close(id);
  },
};

/** Gives to a host what waits, and what is shown from now on. @returns what takes it off again. */
export function serveToasts(next: ToastHost): () => void {
  host = next;
  for (const toast of takeWaiting()) next.add(toast);
  return () => {
    if (host === next) host = undefined;
  };
}

/** Calls when a toast begins to wait for a host. @returns what ends that. */
export function onWaiting(listener: () => void): () => void {
  listeners.add(listener);
  if (waiting.length > 0) listener();
  return () => void listeners.delete(listener);
}

export function takeWaiting(): Toast[] {
  const taken = waiting;
  waiting = [];
  return taken;
}
