import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

/** The configuration of this process, parsed once at the start. Every variable has a sane default. */
export interface Env {
  /** TCP port. STRONGROOM's dashboard and its API share it. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Absolute path of the folder that holds the database and the generated root key. */
  readonly dataFolder: string;
  /** The origin under which browsers and programs reach the server, without a slash at the end. */
  readonly origin: string;
  readonly database: { readonly url: string; readonly authToken?: string | undefined };
  /** Where the root key comes from. `generated`: from a file in the data folder, made at the first start. */
  readonly rootKey:
    | { readonly from: 'environment'; readonly base64: string }
    | { readonly from: 'file' | 'generated'; readonly path: string };
  /** Requests a minute that one API key may make. */
  readonly requestsPerMinute: number;
  /** Addresses and ranges of the proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Hosts of identity providers that may stand outside of the public internet. */
  readonly ssoPrivateHosts: readonly string[];
  /** Where mail is handed over; null: links are passed on by hand. */
  readonly mail: MailSettings | null;
}

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `start`: encrypted from the first byte. `upgrade`: by STARTTLS, or no mail. `offered`: if the server can. */
  readonly tls: 'start' | 'upgrade' | 'offered' | 'off';
  readonly user: string | null;
  readonly password: string | null;
  readonly from: { readonly name: string; readonly address: string };
}

/** What is wrong with the configuration, a sentence for each variable. Never repeats a value that may be a secret. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

function wholeNumber(name: string, least: number, most: number) {
  const refusal = `${name} must be a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,12}$/, refusal)
    .transform(Number)
    .pipe(z.number().min(least, refusal).max(most, refusal));
}

const variables = z.object({
  PORT: wholeNumber('PORT', 0, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[a-z0-9.:-]+$/i, 'HOST must be an address or a host name.')
    .default('127.0.0.1'),
  STRONGROOM_DATA: z.string().min(1, 'STRONGROOM_DATA must name a folder.').default('./data'),
  STRONGROOM_URL: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^(file|libsql|https?|wss?):/,
      'DATABASE_URL must begin with file:, libsql:, https:, http:, wss: or ws:.',
    )
    .optional(),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  STRONGROOM_ROOT_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9+/]{43}=$/,
      'STRONGROOM_ROOT_KEY must be 32 bytes in base64: 44 characters, made by `openssl rand -base64 32`.',
    )
    .optional(),
  STRONGROOM_ROOT_KEY_FILE: z.string().min(1, 'STRONGROOM_ROOT_KEY_FILE must name a file.').optional(),
  STRONGROOM_REQUESTS_PER_MINUTE: wholeNumber('STRONGROOM_REQUESTS_PER_MINUTE', 1, 1_000_000_000).default(
    6_000,
  ),
  STRONGROOM_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((one) => one.trim() || []))
    .refine(
      (list) => list.every(isAddressOrRange),
      'STRONGROOM_TRUSTED_PROXIES must be addresses or ranges with commas between, such as 127.0.0.1,10.0.0.0/8.',
    ),
  SMTP_URL: z.string().optional(),
  SMTP_FROM: z.string().optional(),
  STRONGROOM_SSO_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((one) => one.trim().toLowerCase() || []))
    .refine(
      (list) => list.every((host) => isIP(host) !== 0 || /^[a-z0-9.-]+$/.test(host)),
      'STRONGROOM_SSO_PRIVATE_HOSTS must be host names or addresses without a port, with commas between, such as login.corp.example.',
    ),
});

function isAddressOrRange(given: string): boolean {
  const [, address = '', bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(given) ?? [];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(bits ?? 0) <= longest;
}

/** Throws EnvError. An empty variable counts as one that is not set. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map(sentence).join('\n'));
  const v = parsed.data;
  if (v.STRONGROOM_ROOT_KEY && v.STRONGROOM_ROOT_KEY_FILE) {
    throw new EnvError('Set STRONGROOM_ROOT_KEY or STRONGROOM_ROOT_KEY_FILE, not both.');
  }
  const dataFolder = path.resolve(v.STRONGROOM_DATA);
  return {
    port: v.PORT,
    host: v.HOST,
    dataFolder,
    origin: publicOrigin(v.STRONGROOM_URL, v.HOST, v.PORT),
    database: {
      url: v.DATABASE_URL ?? `file:${path.join(dataFolder, 'strongroom.db')}`,
      authToken: v.DATABASE_AUTH_TOKEN,
    },
    rootKey: v.STRONGROOM_ROOT_KEY
      ? { from: 'environment', base64: v.STRONGROOM_ROOT_KEY }
      : v.STRONGROOM_ROOT_KEY_FILE
        ? { from: 'file', path: path.resolve(v.STRONGROOM_ROOT_KEY_FILE) }
        : { from: 'generated', path: path.join(dataFolder, 'root.key') },
    requestsPerMinute: v.STRONGROOM_REQUESTS_PER_MINUTE,
    trustedProxies: v.STRONGROOM_TRUSTED_PROXIES,
    mail: mailSettings(v.SMTP_URL, v.SMTP_FROM),
    ssoPrivateHosts: v.STRONGROOM_SSO_PRIVATE_HOSTS,
  };
}

function publicOrigin(given: string | undefined, host: string, port: number): string {
  if (given === undefined) {
    if (!LOOPBACK.has(host)) {
      throw new EnvError(
        'HOST opens the server to the network: set STRONGROOM_URL to the address that people will use, such as https://vault.example.com.',
      );
    }
    return `http://localhost:${port}`;
  }
  const url = URL.canParse(given) ? new URL(given) : null;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.username ||
    url.search ||
    url.hash ||
    url.pathname !== '/'
  ) {
    throw new EnvError('STRONGROOM_URL must be an origin without a path, such as https://vault.example.com.');
  }
  return url.origin;
}

const SMTP_FORM =
  'SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host:465, special characters percent-encoded.';
const FROM_FORM =
  'SMTP_FROM must be an address, such as vault@example.com or Strongroom <vault@example.com>.';
const MAIL_ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;

/** Mails hold links that open accounts: they go encrypted, but to this very machine or where somebody said otherwise. */
function mailSettings(given: string | undefined, from: string | undefined): MailSettings | null {
  if (given === undefined) {
    if (from !== undefined) throw new EnvError('SMTP_FROM is of no use without SMTP_URL: set both, or none.');
    return null;
  }
  const url = URL.canParse(given) ? new URL(given) : null;
  const plain = url?.search === '?tls=off';
  if (
    !url ||
    !/^smtps?:$/.test(url.protocol) ||
    url.hostname === '' ||
    !/^\/?$/.test(url.pathname) ||
    url.hash ||
    (url.search !== '' && (!plain || url.protocol === 'smtps:'))
  ) {
    throw new EnvError(SMTP_FORM);
  }
  if (from === undefined) throw new EnvError(`SMTP_URL wants a sender. ${FROM_FORM}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = url.protocol === 'smtps:';
  return {
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    tls: secure ? 'start' : plain ? 'off' : LOOPBACK.has(host) ? 'offered' : 'upgrade',
    user: url.username === '' ? null : decoded(url.username),
    password: url.password === '' ? null : decoded(url.password),
    from: sender(from),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new EnvError(SMTP_FORM);
  }
}

function sender(given: string): MailSettings['from'] {
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]+)>$/.exec(given.trim()) ?? [];
  const address = inBrackets ?? given.trim();
  if (!MAIL_ADDRESS.test(address) || /\p{Cc}/u.test(name)) throw new EnvError(FROM_FORM);
  return { name: name.trim().replaceAll(/^"|"$/g, '') || 'Strongroom', address };
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  return issue.message.startsWith(name) ? issue.message : `${name} is not valid: ${issue.message}.`;
}
