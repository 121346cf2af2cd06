import type { RequestListener, Server } from 'node:http';
import { StartError } from './listen';

/** The dashboard, as Next serves it. */
export interface Pages {
  readonly listener: RequestListener;
  close(): Promise<void>;
}

export async function openPages(options: {
  readonly dev: boolean;
  readonly server: Server;
  readonly port: number;
}): Promise<Pages> {
  // Only now: Next reads the environment while it loads.
  const { default: next } = await import('next');
  const app = next({ ...options, httpServer: options.server, dir: process.cwd(), quiet: !options.dev });
  try {
    await app.prepare();
  } catch (error) {
    if (!options.dev && error instanceof Error && error.message.includes('production build')) {
      throw new StartError('The dashboard was not built yet. Use `npm start`, which builds it first.');
    }
    throw error;
  }
  const handle = app.getRequestHandler();
  return {
    listener: (incoming, outgoing) => {
      void handle(incoming, outgoing);
    },
    close: () => app.close(),
  };
}
