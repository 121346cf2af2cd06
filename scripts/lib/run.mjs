import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, whatever folder a command was started from. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Nothing here may call home: both tools ask for this one. */
export const QUIET_ENV = { NEXT_TELEMETRY_DISABLED: '1', npm_config_update_notifier: 'false' };

const running = new Set();

/**
 * Runs a program without a shell and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, live?: boolean, timeoutMs?: number, shell?: boolean }} [options]
 *   `live` also prints the output as it comes.
 * @returns {Promise<{ code: number, output: string, ms: number }>} It never rejects: a program that cannot be started
 *   has code 127, one that was ended by a signal 128 and the signal's number.
 */
export function run(command, args, { env = {}, live = false, timeoutMs, shell = false } = {}) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...QUIET_ENV, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
    });
    running.add(child);
    const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (live) process.stdout.write(text);
      });
    }
    const end = (code) => {
      running.delete(child);
      clearTimeout(timer);
      resolve({ code, output, ms: performance.now() - startedAt });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? exitCodeOf(signal)));
  });
}

/** What a shell would report for a program that a signal ended. */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

/** Passes a stop signal on to whatever is running, so that no step outlives the command that started it. */
export function stopRunning(signal) {
  for (const child of running) child.kill(signal);
}

/** Runs npm: the very npm that started this script where there is one, else the one on the PATH. */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('npm-cli.js')) return run(process.execPath, [own, ...args], options);
  // Windows has npm as a command file, which only a shell can start.
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Runs a program of an installed package, straight with Node: no npx, no shell, the same on every platform. */
export function runBin(packageName, args, options = {}, name = packageName.split('/').pop()) {
  const folder = join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return run(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], options);
}
