import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailSettings } from '@/lib/env';
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate';

/** One mail as a server has it. */
export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text, as they came. */
  readonly raw: string;
  /** The text, decoded. */
  readonly text: string;
  readonly encrypted: boolean;
  readonly user: string | null;
}

export interface TestSmtp {
  readonly taken: readonly Taken[];
  readonly settings: MailSettings;
  close(): Promise<void>;
}

/** A real mail server on a free port of this machine. It takes everything, and knows one user: strongroom, `right`. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    key: CERTIFICATE_KEY,
    cert: CERTIFICATE,
    onAuth({ username, password }, _session, done) {
      if (username === 'strongroom' && password === 'right') done(null, { user: username });
      else done(new Error('No.'));
    },
    onData(stream, { envelope, secure, user }, done) {
      let raw = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        raw += part;
      });
      stream.on('end', () => {
        taken.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          raw,
          text: decoded(raw.slice(raw.indexOf('\r\n\r\n') + 4)),
          encrypted: secure,
          user: user || null,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  const from = { name: 'Strongroom', address: 'vault@example.com' };
  return {
    taken,
    settings: {
      host: 'localhost',
      port,
      tls: options.secure ? 'start' : 'upgrade',
      user: null,
      password: null,
      from,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** Quoted-printable. */
function decoded(body: string): string {
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n').trim();
}
