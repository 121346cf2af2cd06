import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalKekProvider, openVault, type Vault } from '../index';
import { MIGRATIONS } from './template';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs the command `strongroom` as a person does, on a data folder of its own. Takes about a second. */
export async function runCli(
  dataFolder: string,
  args: readonly string[],
  given: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', STRONGROOM_DATA: dataFolder, ...given.env },
    stdio: [given.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
  });
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  child.stdin?.on('error', () => {}).end(given.input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The vault that the command line and a server work on in this data folder. Close it. */
export function openDataFolder(dataFolder: string): Promise<Vault> {
  const rootKey = Buffer.from(readFileSync(path.join(dataFolder, 'root.key'), 'utf8'), 'base64');
  return openVault({
    database: { url: `file:${path.join(dataFolder, 'strongroom.db')}` },
    provider: new LocalKekProvider(rootKey),
    migrations: MIGRATIONS,
  });
}
