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

export interface Seed {
  readonly token: string;
  readonly organizationId: string;
  readonly ids: readonly string[];
}

export interface Stage {
  /** The operations without HTTP; see domain.ts. */
  readonly domain: Peer;
  /** Answers `cpu` with what it has used, in microseconds; see cpu.ts. */
  readonly server: Peer & { readonly origin: string };
  readonly bare: Peer & { readonly origin: string };
  readonly seed: Seed;
  /** Runs the load generator once; see load.ts. */
  load<Result>(task: Serializable): Promise<Result>;
  close(): Promise<void>;
}

/** A data folder that goes at the end, the vault filled, and the two servers ready. */
export async function openStage(secrets: number): Promise<Stage> {
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
  try {
    const domain = peer(start('domain.ts'));
    console.error(`Filling a vault with ${secrets} secrets …`);
    const seed = await domain.ask<Seed>({ do: 'seed', secrets });
    const bare = start('bare.ts');
    const server = spawn(
      process.execPath,
      ['--import', 'tsx', '--import', path.join(HERE, 'cpu.ts'), 'lib/server/main.ts'],
      {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    children.push(server);
    return {
      domain,
      seed,
      bare: { ...peer(bare), origin: await heard(bare, (message) => String(message)) },
      server: { ...peer(server), origin: await printedOrigin(server) },
      load: async <Result>(task: Serializable) => {
        const child = start('load.ts');
        const result = await peer(child).ask<Result>(task);
        await stop(child);
        return result;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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
