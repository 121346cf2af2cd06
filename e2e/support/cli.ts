import { spawn } from 'node:child_process';
import { ROOT, type ServerFacts, serverEnv } from './server';

/**
 * The command line beside a running server, as an operator uses it.
 * @returns what it printed to standard output, without the line break at the end. Throws what it printed otherwise.
 */
export function strongroom(
  { dataFolder, baseURL }: Pick<ServerFacts, 'dataFolder' | 'baseURL'>,
  args: readonly string[],
  stdin = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'lib/cli/main.ts', ...args], {
      cwd: ROOT,
      env: serverEnv(dataFolder, { STRONGROOM_URL: baseURL }),
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part) => {
      out += part;
    });
    child.stderr.on('data', (part) => {
      err += part;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out.trimEnd());
      else reject(new Error(`strongroom ${args.join(' ')} ended with ${code}:\n${err}`));
    });
    child.stdin.end(stdin);
  });
}

/** A new API key: for one organization (by id or external id), or for the whole vault. `less`: options that narrow it. */
export function newApiKey(
  server: ServerFacts,
  organization?: string,
  less: readonly string[] = [],
): Promise<string> {
  const reach = organization === undefined ? [] : ['--organization', organization];
  return strongroom(server, ['api-key', 'create', '--name', 'End to end', ...reach, ...less]);
}
