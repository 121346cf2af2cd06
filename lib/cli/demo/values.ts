import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';

/**
 * Values that look like those of a real company, made anew at each run. Tokens say `demo` where their model
 * has its mark, so that no scanner takes them for real ones; hosts end in `.example`, which is nobody's.
 */
export interface Place {
  readonly company: string;
  readonly service: string;
  readonly stage: string;
}

export type Kind = keyof typeof KINDS;

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const text = (bytes: number) => randomBytes(bytes).toString('base64url');
const json = (value: unknown) => JSON.stringify(value, null, 2);
const user = ({ service }: Place) => service.replaceAll('-', '_');
const host = (name: string, { company, stage }: Place) => `${name}.${stage}.${company}.example`;

export function privateKeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** The end of a secret's name, and how its value is made. */
export const KINDS = {
  'database-url': (at: Place) =>
    `postgres://${user(at)}_rw:${text(18)}@${host('db-1', at)}:5432/${user(at)}?sslmode=verify-full`,
  'replica-url': (at: Place) =>
    `postgres://${user(at)}_ro:${text(18)}@${host('db-2', at)}:5432/${user(at)}?sslmode=verify-full`,
  'redis-url': (at: Place) => `rediss://default:${text(24)}@${host('cache', at)}:6380/${randomInt(0, 4)}`,
  'amqp-url': (at: Place) => `amqps://${user(at)}:${text(18)}@${host('queue', at)}:5671/${at.stage}`,
  'stripe-key': ({ stage }: Place) => `sk_demo_${stage}_${text(24)}`,
  'github-token': () => `ghp-demo-${text(27)}`,
  'twilio-credentials': () => json({ accountSid: `AC-demo-${hex(13)}`, authToken: `demo-${hex(16)}` }),
  'webhook-url': (at: Place) =>
    `https://hooks.${at.company}.example/services/${text(6)}/${text(6)}/${text(18)}`,
  'webhook-signing-secret': () => `whsec_demo_${randomBytes(24).toString('base64')}`,
  'jwt-signing-key': () => randomBytes(48).toString('base64'),
  'smtp-password': () => text(15),
  'session-cookie-keys': () => [hex(32), hex(32)].join('\n'),
  'service-account.json': (at: Place) =>
    json({
      type: 'service_account',
      project_id: `${at.company}-${at.stage}`,
      private_key_id: hex(20),
      private_key: privateKeyPem(),
      client_email: `${at.service}@${at.company}-${at.stage}.accounts.example`,
      client_id: String(randomInt(1e14, 2.8e14)),
    }),
  'storage-credentials.json': ({ company, service }: Place) =>
    json({
      accessKeyId: `DEMO${hex(8).toUpperCase()}`,
      secretAccessKey: text(30),
      bucket: `${company}-${service}`,
    }),
  'oauth-client.json': (at: Place) =>
    json({ clientId: `${at.service}.${host('apps', at)}`, clientSecret: `demo-${text(24)}` }),
  'tls-private-key.pem': () => privateKeyPem(),
  env: (at: Place) =>
    [
      `NODE_ENV=${at.stage}`,
      `DATABASE_URL=postgres://${user(at)}:${text(12)}@${host('db-1', at)}/${user(at)}`,
      `SESSION_SECRET=${hex(24)}`,
      `SMTP_PASSWORD="${text(9)} ${text(6)}"`,
      '',
    ].join('\n'),
} as const satisfies Record<string, (at: Place) => string>;

/** Four groups: long enough for the vault, short enough to type once. */
export function newPersonPassword(): string {
  return Array.from({ length: 4 }, () => hex(2)).join('-');
}
