import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * One server for one data folder. The server holds a local socket beside the database and tells whoever asks under
 * which origin it answers: a second server asks, and does not start; the command line asks, and prints links that work.
 * A socket and not a file with a process id: it ends with its process, however that ends.
 */
export interface Presence {
  close(): void;
}

const ANSWER_MS = 1_000;
/** macOS allows 104 bytes for the path of a socket, Linux 108. */
const MOST_PATH_BYTES = 100;

/** Another server has this data folder. */
export class AlreadyServed extends Error {
  override readonly name = 'AlreadyServed';
  constructor(readonly origin: string) {
    super(
      `Another Strongroom has this data folder: it answers at ${origin}. Stop it first, or choose another folder: STRONGROOM_DATA=…`,
    );
  }
}

/** Throws AlreadyServed. */
export async function announce(dataFolder: string, origin: string): Promise<Presence> {
  const socket = socketOf(dataFolder);
  const token = randomUUID();
  const listening = await listen(socket, `${origin}\n${token}`).catch(
    async (error: NodeJS.ErrnoException) => {
      // A file system without sockets: the start is not worth losing.
      if (error.code !== 'EADDRINUSE') return null;
      const other = await ask(socket);
      if (other) throw new AlreadyServed(other.origin);
      // Left behind by a server that was killed.
      rmSync(socket, { force: true });
      return listen(socket, `${origin}\n${token}`);
    },
  );
  if (!listening) return { close: () => {} };
  // Two that found the same remains both came this far: the path leads to one of them.
  const winner = await ask(socket);
  if (winner && winner.token !== token) {
    listening.close();
    throw new AlreadyServed(winner.origin);
  }
  return { close: () => listening.close() };
}

/** The origin of the server that has this data folder; null if none runs. */
export async function whoServes(dataFolder: string): Promise<string | null> {
  return (await ask(socketOf(dataFolder)))?.origin ?? null;
}

function listen(socket: string, answer: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((asking) => {
      asking.on('error', () => {});
      asking.end(answer);
    });
    server.unref();
    server.once('error', reject);
    server.listen(socket, () => resolve(server));
  });
}

function ask(socket: string): Promise<{ origin: string; token: string } | null> {
  return new Promise((resolve) => {
    let heard = '';
    const asking = connect(socket);
    asking.setTimeout(ANSWER_MS, () => asking.destroy());
    asking.on('data', (part) => {
      heard += part.toString('utf8');
    });
    asking.on('error', () => resolve(null));
    asking.on('close', () => {
      const [origin, token] = heard.split('\n');
      resolve(origin && token ? { origin, token } : null);
    });
  });
}

function socketOf(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\strongroom-${name}`;
  const beside = path.join(dataFolder, 'server.sock');
  return Buffer.byteLength(beside) <= MOST_PATH_BYTES
    ? beside
    : path.join(tmpdir(), `strongroom-${name}.sock`);
}
