import { type ChildProcess, fork, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HERE = fileURLToPath(new URL('./', import.meta.url));
const LIMIT_MS = 120_000;

/** A process that answers a message with a message. */
export interface Peer {
  ask<Answer>(message: Serializable): Promise<Answer>;
}
export type Server = Peer & { readonly origin: string };

/** The processes of one vault, in a data folder that goes with them. */
export interface Processes {
  /** One of the scripts beside this one, which answers messages. */
  start(script: string): Peer;
  /** Starts one that tells its origin first. */
  startBare(script: string): Promise<Server>;
  /** The built server. It answers `cpu` with what it has used, in microseconds; see cpu.ts. */
  startServer(): Promise<Server>;
  /** Starts one for a single question. */
  askOnce<Answer>(script: string, message: Serializable): Promise<Answer>;
  close(): Promise<void>;
}

export function openProcesses(): Processes {
  if (!existsSync(path.join(ROOT, '.next', 'BUILD_ID'))) {
    throw new Error('The application is not built: run `npm run build` first.');
  }
  const data = mkdtempSync(path.join(tmpdir(), 'strongroom-bench-'));
  const children: ChildProcess[] = [];
  const close = async () => {
    process.off('SIGINT', interrupted);
    await Promise.all(children.map(stop));
    rmSync(data, { recursive: true, force: true });
  };
  const interrupted = () => void close().then(() => process.exit(130));
  process.on('SIGINT', interrupted);
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    PORT: '0',
    STRONGROOM_DATA: data,
    STRONGROOM_REQUESTS_PER_MINUTE: '1000000000',
  };
  const start = (script: string) => {
    const child = fork(path.join(HERE, script), { cwd: ROOT, env, execArgv: ['--import', 'tsx'] });
    children.push(child);
    return child;
  };
  return {
    close,
    start: (script) => peer(start(script)),
    async startBare(script) {
      const child = start(script);
      return { ...peer(child), origin: await heard(child, (message) => String(message)) };
    },
    async startServer() {
      const loaded = ['--import', 'tsx', '--import', path.join(HERE, 'cpu.ts'), 'lib/server/main.ts'];
      const server = spawn(process.execPath, loaded, {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      children.push(server);
      return { ...peer(server), origin: await printedOrigin(server) };
    },
    async askOnce<Answer>(script: string, message: Serializable) {
      const child = start(script);
      const answer = await peer(child).ask<Answer>(message);
      await stop(child);
      return answer;
    },
  };
}

function peer(child: ChildProcess): Peer {
  return {
    async ask<Answer>(message: Serializable) {
      if (!child.connected)
        throw new Error(`A process of the benchmark has ended (${child.exitCode ?? child.signalCode}).`);
      const answer = heard(child, (given) => given as Answer | { failed: string });
      child.send(message);
      const given = await answer;
      if (typeof given === 'object' && given !== null && 'failed' in given) throw new Error(given.failed);
      return given as Answer;
    },
  };
}

async function heard<Answer>(child: ChildProcess, read: (message: unknown) => Answer): Promise<Answer> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(LIMIT_MS)]);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('A process of the benchmark ended too early.');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return read(message);
  } finally {
    // Takes the listeners off; what they wait for is nobody's concern any more.
    ended.catch(() => {});
    over.abort();
  }
}

/** As the server prints it for a person; by number, because `localhost` has two addresses. */
async function printedOrigin(server: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    // Read to the end, for a server whose output nobody takes stands still or falls.
    server.stdout?.on('data', (part) => {
      printed += String(part);
      const port = /ready at http:\/\/localhost:(\d+)/.exec(printed)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    server.once('exit', (code, signal) =>
      reject(new Error(`The server ended (${code ?? signal}).\n${printed}`)),
    );
  });
}

async function stop(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
