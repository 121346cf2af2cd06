// `npm start`: from a fresh clone to a running server. It imports nothing that has to be installed first.
import { spawn } from 'node:child_process';
import { ensureBuild, isBuilt } from './lib/build.mjs';
import { alone } from './lib/lock.mjs';
import { requireNode } from './lib/node-version.mjs';
import { ensurePackages, hasPackages } from './lib/packages.mjs';
import { exitCodeOf, onOrphaned, QUIET_ENV, ROOT, stopOnSignals } from './lib/run.mjs';
import { giveUp } from './lib/say.mjs';

requireNode();
try {
  await prepare();
} catch (error) {
  giveUp(error);
}
serve(process.argv.slice(2));

async function prepare() {
  const noMoreSteps = stopOnSignals();
  if (!hasPackages({ dev: false }) || !isBuilt()) {
    await alone(async () => {
      await ensurePackages({ dev: false });
      await ensureBuild();
    });
  }
  noMoreSteps();
}

/** The server takes over: its output, its exit code, its signals. */
function serve(args) {
  const server = spawn(process.execPath, ['--import', 'tsx', 'lib/server/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET_ENV, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  onOrphaned(() => server.kill('SIGTERM'));
  process.on('SIGINT', () => {
    // A terminal's Ctrl-C reaches the server by itself; a second one would tell it to hurry.
    if (!process.stdin.isTTY) server.kill('SIGINT');
  });
  server.on('exit', (code, signal) => process.exit(code ?? exitCodeOf(signal)));
}
