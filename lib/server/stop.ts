import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

const GRACE_MS = 10_000;
const SWEEP_MS = 50;

/**
 * On SIGTERM or SIGINT: takes no more connections, lets running requests end, then closes the rest and ends the process.
 * A second signal ends it at once.
 */
export function stopOnSignals(
  server: Server,
  webSockets: ReadonlySet<Duplex>,
  closeRest: () => Promise<void>,
): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of webSockets) socket.destroy();
    // A connection that is kept alive is idle only after its last answer.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
    await closeRest();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop().catch(() => process.exit(1));
    });
  }
}
