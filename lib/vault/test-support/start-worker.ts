import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KeyContext } from '../index';

export interface WorkerTask {
  /** The database file. */
  readonly path: string;
  /** In base64. */
  readonly rootKey: string;
  /** An API key. */
  readonly token: string;
  /** The file for acknowledgements. */
  readonly log: string;
  readonly context: KeyContext;
  /** Loops that run at once. */
  readonly concurrency: number;
  /** Instead of loops: this many updates at once, all with the same version check. */
  readonly race?: { readonly id: string; readonly versionCheck: string; readonly times: number };
}

/** What was promised: the version exists, and this is its value. */
export interface VersionTold {
  readonly did: 'create' | 'update' | 'read';
  readonly requestId: string;
  readonly id: string;
  readonly versionId: string;
  readonly value: string;
}
export type Told = VersionTold | { readonly did: 'delete'; readonly requestId: string; readonly id: string };

/** One line of the log. `begin` comes before an operation, exactly one of the others after it. */
export type Acknowledgement =
  | Told
  | { readonly did: 'begin'; readonly requestId: string }
  | { readonly did: 'fail'; readonly requestId: string; readonly code: string };

export interface Worker {
  /** Hands over the task. Resolves once the vault is open and the work has begun. */
  begin(task: WorkerTask): Promise<void>;
  /** SIGKILL. Resolves once the process is gone. */
  kill(): Promise<void>;
  /** Lets the running operations finish. Resolves with the exit code. */
  finish(): Promise<number | null>;
}

const SCRIPT = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Starts a process that has loaded the vault and waits for its task. */
export async function startWorker(): Promise<Worker> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  // It may be killed while something is written to it.
  child.stdin.on('error', () => {});
  let heard = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
    child.emit('heard');
  });
  const hear = async (word: string) => {
    while (!heard.includes(word)) {
      const [code] = await Promise.race([once(child, 'heard'), ended]);
      if (code !== undefined && !heard.includes(word)) throw new Error(`The worker ended (${code}).`);
    }
  };
  await hear('loaded');
  return {
    async begin(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      await hear('opened');
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async finish() {
      child.stdin.end();
      const [code] = await ended;
      return code;
    },
  };
}

/** The whole lines of a log; a line that the kill cut off was promised to nobody. */
export function readLog(log: string): Acknowledgement[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Acknowledgement);
}
