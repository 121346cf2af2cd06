import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openApi } from '@/lib/api/mount';
import { EnvError, parseEnv } from '@/lib/env';
import { AlreadyServed, announce } from '@/lib/presence';
import { runtime } from '@/lib/runtime';
import { isVaultError } from '@/lib/vault';
import { clientAddressBehind } from './client-address';
import { listen, StartError } from './listen';
import { createListener } from './listener';
import { openPages } from './pages';
import { purgeOnSchedule } from './purge-job';
import { stopOnSignals } from './stop';

/** The process. `node --import tsx lib/server/main.ts [--dev]`, from the root of the project. */
async function main(): Promise<void> {
  const dev = process.argv.includes('--dev');
  const asked = parseEnv(process.env);
  // Before anything is written: the port may be another Strongroom's. And where any free port will do, the origin follows it.
  const { server, port, answerWith } = await listen(asked.port, asked.host);
  Object.assign(process.env, {
    NODE_ENV: dev ? 'development' : 'production',
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: '1',
  });
  const { env, vault, rootKeyId } = await runtime();
  const presence = await announce(env.dataFolder, env.origin);
  Object.assign(process.env, { AUTH_URL: env.origin, AUTH_TRUST_HOST: 'true' });

  const pages = await openPages({ dev, server, port });
  answerWith(
    createListener({
      api: await openApi(),
      pages: pages.listener,
      origin: env.origin,
      dev,
      clientAddress: clientAddressBehind(env.trustedProxies),
    }),
  );
  const stopPurging = purgeOnSchedule(vault);
  stopOnSignals(server, pages.webSockets, async () => {
    stopPurging();
    await pages.close();
    await vault.close();
    presence.close();
  });

  const setupToken = await vault.makeSetupLink({ via: 'command-line', requestId: 'start' }, {});
  const lines = [
    `Strongroom ${version()}`,
    `Data: ${env.dataFolder}`,
    `Root key: ${rootKeyId}`,
    `Strongroom is ready at ${env.origin}`,
  ];
  // Behind a `#`: a browser does not send that part, so it lands in no log.
  if (setupToken)
    lines.push(`Set it up here (works once, for one hour): ${env.origin}/setup#token=${setupToken}`);
  console.log(lines.join('\n'));
}

function version(): string {
  return JSON.parse(readFileSync(path.join(process.cwd(), 'package.json'), 'utf8')).version;
}

main().catch((error: unknown) => {
  const foreseen =
    error instanceof EnvError ||
    error instanceof StartError ||
    error instanceof AlreadyServed ||
    isVaultError(error);
  console.error(foreseen ? (error as Error).message : error);
  process.exit(1);
});
