import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Env, parseEnv } from '@/lib/env';
import { type Mailer, openMailer } from '@/lib/mail/mailer';
import {
  filePath,
  isVaultError,
  LocalKekProvider,
  openVault,
  storageCode,
  type Vault,
  VaultError,
} from '@/lib/vault';

/** The configuration and the one vault of this process. */
export interface Runtime {
  readonly env: Env;
  readonly vault: Vault;
  /** Names the root key without giving it away. */
  readonly rootKeyId: string;
  /** Null: no mail server is set up, and links are passed on by hand. */
  readonly mailer: Mailer | null;
}

const KEY_BYTES = 32;

/** On globalThis, because Next evaluates this module once for pages and once for routes. */
const here = globalThis as typeof globalThis & { strongroom?: Promise<Runtime> };

/** Opened at the first call. Throws EnvError or VaultError if this process must not run. */
export function runtime(): Promise<Runtime> {
  here.strongroom ??= openRuntime(parseEnv(process.env));
  return here.strongroom;
}

/** For `runtime` and its tests. Whoever opens it closes its vault. */
export async function openRuntime(env: Env): Promise<Runtime> {
  // Here, because the database and its log are made by a library, and some in a folder that was there before.
  process.umask(0o077);
  makeFolder(env.dataFolder);
  const provider = new LocalKekProvider(rootKey(env));
  const vault = await openVault({
    database: env.database,
    provider,
    migrations: path.join(process.cwd(), 'drizzle'),
    origin: env.origin,
  }).catch((error: unknown) => {
    if (isVaultError(error)) throw error;
    // Not the driver's own words: they hold statements and parameters.
    throw new VaultError(
      'unavailable',
      `The database cannot be opened (${storageCode(error)}). Check DATABASE_URL and STRONGROOM_DATA: the file's folder must exist and be writable, a server must answer.`,
    );
  });
  const mailer = env.mail && openMailer(env.mail);
  return { env, vault, rootKeyId: await provider.currentKekId(), mailer };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new VaultError(
      'unavailable',
      `STRONGROOM_DATA is ${folder}, which cannot be used as a folder (${code}).`,
    );
  }
}

/** 32 bytes. Makes the generated file where there is no database yet, and refuses where there is one. */
function rootKey({ rootKey: source, database }: Env): Uint8Array {
  if (source.from === 'environment') return Buffer.from(source.base64, 'base64');
  if (existsSync(source.path)) return fromFile(source.path);
  if (source.from === 'file') {
    throw new VaultError(
      'wrong_root_key',
      `There is no root key file at ${source.path} (STRONGROOM_ROOT_KEY_FILE).`,
    );
  }
  if (!database.url.startsWith('file:')) {
    throw new VaultError(
      'wrong_root_key',
      'DATABASE_URL names a server, so the root key must be given: set STRONGROOM_ROOT_KEY_FILE or STRONGROOM_ROOT_KEY. `openssl rand -base64 32` makes one for a new vault.',
    );
  }
  if (existsSync(filePath(database.url))) {
    throw new VaultError(
      'wrong_root_key',
      `There is a database, but its root key is missing: ${source.path} does not exist. Put the file back, or set STRONGROOM_ROOT_KEY or STRONGROOM_ROOT_KEY_FILE. Nothing was written.`,
    );
  }
  // `wx`: never over a key that is there.
  try {
    writeFileSync(source.path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process was faster, and its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return fromFile(source.path);
}

function fromFile(file: string): Uint8Array {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new VaultError(
      'wrong_root_key',
      `Other users of this machine can read the root key: run \`chmod 600 ${file}\`, then start again.`,
    );
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new VaultError('wrong_root_key', `${file} does not hold a root key: 32 bytes in base64 are wanted.`);
}
