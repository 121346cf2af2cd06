import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { StartError } from './listen';

/** The dashboard, as Next serves it. */
export interface Pages {
  readonly listener: RequestListener;
  /** Development's web sockets: the server waits for them at its end and knows them no more. */
  readonly webSockets: ReadonlySet<Duplex>;
  close(): Promise<void>;
}

export async function openPages(options: {
  readonly dev: boolean;
  readonly server: Server;
  readonly port: number;
}): Promise<Pages> {
  const { dev, server, port } = options;
  // Only now: Next reads the environment while it loads.
  const { default: next } = await import('next');
  // Next listens for upgrades. In production there are none, and a server with such a listener leaves requests
  // without an answer whose client merely offers one (Java's, to h2c): so Next gets a server that nobody reaches.
  const httpServer = dev ? server : createServer();
  const app = next({ dev, port, httpServer, dir: process.cwd(), quiet: !dev });
  try {
    await app.prepare();
  } catch (error) {
    if (!dev && error instanceof Error && error.message.includes('production build')) {
      throw new StartError('The dashboard was not built yet. Use `npm start`, which builds it first.');
    }
    throw error;
  }
  const handle = app.getRequestHandler();
  return {
    listener: (incoming, outgoing) => {
      void handle(incoming, outgoing);
    },
    webSockets: dev ? webSocketsOf(server) : new Set(),
    // In development Next ends the process itself, with 1, while it closes.
    close: () => (dev ? Promise.resolve() : app.close()),
  };
}

function webSocketsOf(server: Server): ReadonlySet<Duplex> {
  const open = new Set<Duplex>();
  server.on('upgrade', (_, socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}
