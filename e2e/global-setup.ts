import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, startServer } from './support/server';
import { SHARED_FILE } from './support/shared';

/** One built server for all tests. `npm test` builds it before. Playwright calls what is returned at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  const { baseURL, dataFolder, setupToken, stdout, stderr } = server;
  const file = path.join(path.dirname(stdout), 'server.json');
  writeFileSync(file, JSON.stringify({ baseURL, dataFolder, setupToken, stdout, stderr }));
  process.env[SHARED_FILE] = file;
  return async () => {
    // What the server printed outlives it, for whoever looks into a failure.
    const kept = path.join(ROOT, 'test-results');
    mkdirSync(kept, { recursive: true });
    cpSync(stdout, path.join(kept, 'server-stdout.log'));
    cpSync(stderr, path.join(kept, 'server-stderr.log'));
    const code = await server.stop();
    rmSync(file, { force: true });
    if (code !== 0) throw new Error(`The server did not stop in order: it ended with ${code}.`);
  };
}
