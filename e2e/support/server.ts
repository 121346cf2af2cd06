import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 30_000;
const STOP_MS = 15_000;

/** What a test in any process needs to know of a running server. */
export interface ServerFacts {
  /** The origin, without a slash at the end. */
  readonly baseURL: string;
  readonly dataFolder: string;
  /** Null once the vault was set up. It works once. */
  readonly setupToken: string | null;
  /** Files that hold all that the server printed. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningServer extends ServerFacts {
  readonly pid: number;
  /** All that was printed so far. */
  output(): string;
  /** Sends SIGTERM, or another signal, to the whole process group. Resolves with the exit code; null if a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServerOptions {
  /** An own folder that is removed when the server stops, unless one is given: then it stays. */
  readonly dataFolder?: string;
  readonly env?: Record<string, string>;
}

/**
 * Starts the built server as a process group of its own on a free port, and waits until it is ready.
 * Throws with its output if it ends before. The caller stops it.
 */
export async function startServer({ dataFolder, env = {} }: ServerOptions = {}): Promise<RunningServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-e2e-'));
  const data = dataFolder ?? path.join(folder, 'data');
  const [stdout, stderr] = [path.join(folder, 'stdout.log'), path.join(folder, 'stderr.log')];
  const [out, err] = [openSync(stdout, 'a'), openSync(stderr, 'a')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/server/main.ts'], {
    cwd: ROOT,
    env: serverEnv(data, { PORT: '0', NODE_ENV: 'production', ...env }),
    stdio: ['ignore', out, err],
    detached: true,
  });
  closeSync(out);
  closeSync(err);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const output = () => readFileSync(stdout, 'utf8') + readFileSync(stderr, 'utf8');
  const baseURL = await ready(child, output).catch((error: Error) => {
    end(child, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    baseURL,
    dataFolder: data,
    setupToken: output().match(/\/setup#token=(\S+)/)?.[1] ?? null,
    stdout,
    stderr,
    pid: child.pid as number,
    output,
    async stop(signal = 'SIGTERM') {
      end(child, signal);
      const timer = setTimeout(() => end(child, 'SIGKILL'), STOP_MS);
      const code = await ended;
      clearTimeout(timer);
      if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** The environment of this process without what would lead to another vault. */
export function serverEnv(dataFolder: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const foreign = /^(STRONGROOM_|DATABASE_|SMTP_|AUTH_|NEXTAUTH_|PORT$|HOST$|NODE_OPTIONS$|NODE_ENV$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(inherited),
    STRONGROOM_DATA: dataFolder,
    ...env,
  } as unknown as NodeJS.ProcessEnv;
}

async function ready(child: ChildProcess, output: () => string): Promise<string> {
  for (const until = Date.now() + READY_MS; Date.now() < until; ) {
    const origin = output().match(/^Strongroom is ready at (\S+)$/m)?.[1];
    if (origin) return origin;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server was not ready in ${READY_MS} ms:\n${output()}`);
}

/** To the group, so that nothing that the server started outlives it. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), signal);
  } catch {
    // It has ended already.
  }
}
