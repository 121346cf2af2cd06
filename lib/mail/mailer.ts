import { createTransport } from 'nodemailer';
import type { MailSettings } from '@/lib/env';

/** One mail, to one address, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Whether the server has taken it. Never throws, and logs no more than the kind of a failure: texts hold tokens. */
  send(mail: Mail): Promise<boolean>;
}

const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;
/** Somebody waits for the answer, with the link that is theirs in any case. */
const ALL_MS = 15_000;

/** Nothing that an address list, a header or a command of SMTP would read in a way of its own. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** `ca`: certificates to trust beside this machine's own, in PEM. `allMs`: how long one mail may take. */
export function openMailer(
  { host, port, tls, user, password, from }: MailSettings,
  { ca, allMs = ALL_MS }: { readonly ca?: string; readonly allMs?: number } = {},
): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: tls === 'start',
    requireTLS: tls === 'upgrade',
    ignoreTLS: tls === 'off',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      if (!ADDRESS.test(to)) return failed('EADDRESS');
      try {
        const { rejected } = await transport.sendMail({
          from: { name: from.name.replaceAll(CONTROL, ' '), address: from.address },
          // Not a text, in which a comma would begin another one.
          to: { name: '', address: to },
          subject: subject.replaceAll(CONTROL, ' '),
          text,
          textEncoding: 'quoted-printable',
          xMailer: false,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(allMs),
        });
        return rejected.length === 0 || failed('EENVELOPE');
      } catch (error) {
        const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
        return failed(
          `${typeof code === 'string' ? code : 'EUNKNOWN'}${typeof responseCode === 'number' ? ` ${responseCode}` : ''}`,
        );
      }
    },
  };
}

function failed(kind: string): false {
  console.error(
    `A mail was not sent (${kind}). Check SMTP_URL and SMTP_FROM, and the mail server's own log.`,
  );
  return false;
}
