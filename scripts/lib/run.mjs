import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, whatever folder a command was started from. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Nothing here may call home: both tools ask for this one. */
export const QUIET_ENV = { NEXT_TELEMETRY_DISABLED: '1', npm_config_update_notifier: 'false' };

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'];
const running = new Set();
let stoppedBy;

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
      if (stoppedBy) return running.size > 0 || process.exit(exitCodeOf(stoppedBy));
      return resolve({ code, output, ms: performance.now() - startedAt });
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

/**
 * From now on a stop signal ends what is running, and this process after it: no step outlives its command.
 * @returns {() => void} ends that, for a time when nothing is run
 */
export function stopOnSignals() {
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const noLongerWatch = onOrphaned(() => stop('SIGTERM'));
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
    noLongerWatch();
  };
}

/**
 * npm passes a stop signal to the shell that it runs a script in, and most shells end without passing it on: a service
 * manager that stops `npm start` would leave the server running. Then the parent of this process is another one.
 * @param {() => void} callback
 * @returns {() => void} ends the watch
 */
export function onOrphaned(callback) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 250).unref();
  return () => clearInterval(watch);
}

function stop(signal) {
  stoppedBy = signal;
  if (running.size === 0) process.exit(exitCodeOf(signal));
  for (const child of running) child.kill(signal);
  setTimeout(() => process.exit(exitCodeOf(signal)), 5_000);
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
