import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Mail, openMailer } from './mailer';
import { CERTIFICATE } from './test-support/certificate';
import { startSmtp, type TestSmtp } from './test-support/smtp';
import { invitationMail, passwordMail } from './texts';

const TOKEN = 'a-token-that-is-shown-once';
const MAIL: Mail = {
  to: 'new@example.com',
  subject: 'Invitation',
  text: `Open https://vault/invite#token=${TOKEN}`,
};
let smtp: TestSmtp | undefined;
let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => void logged.push(words.join(' ')));
});
afterEach(async () => {
  await smtp?.close();
  smtp = undefined;
  vi.restoreAllMocks();
});

const TRUSTED = { ca: CERTIFICATE };

describe('a mail', () => {
  it('is handed over encrypted, by STARTTLS or from the start', async () => {
    for (const secure of [false, true]) {
      smtp = await startSmtp({ secure });
      expect(await openMailer(smtp.settings, TRUSTED).send(MAIL)).toBe(true);
      expect(smtp.taken).toMatchObject([
        { from: 'vault@example.com', to: ['new@example.com'], text: MAIL.text, encrypted: true, user: null },
      ]);
      await smtp.close();
    }
    expect(logged).toEqual([]);
  });

  it('is not handed over in clear where encryption is wanted, nor to a certificate that nobody vouches for', async () => {
    smtp = await startSmtp({ disabledCommands: ['STARTTLS'] });
    expect(await openMailer(smtp.settings, TRUSTED).send(MAIL)).toBe(false);
    await smtp.close();
    smtp = await startSmtp();
    expect(await openMailer(smtp.settings).send(MAIL)).toBe(false);
    expect(await openMailer({ ...smtp.settings, host: '127.0.0.2' }, TRUSTED).send(MAIL)).toBe(false);
    expect(smtp.taken).toEqual([]);
    expect(logged).toHaveLength(3);
  });

  it('goes in clear only where that was said', async () => {
    smtp = await startSmtp({ disabledCommands: ['STARTTLS'] });
    for (const tls of ['off', 'offered'] as const) {
      expect(await openMailer({ ...smtp.settings, tls }, TRUSTED).send(MAIL)).toBe(true);
    }
    expect(smtp.taken.map(({ encrypted }) => encrypted)).toEqual([false, false]);
  });

  it('is handed over by who signs in there, and a wrong password is no mail', async () => {
    smtp = await startSmtp({ authOptional: false });
    const login = { ...smtp.settings, user: 'strongroom' };
    expect(await openMailer({ ...login, password: 'right' }, TRUSTED).send(MAIL)).toBe(true);
    expect(await openMailer({ ...login, password: 'wrong-password' }, TRUSTED).send(MAIL)).toBe(false);
    expect(smtp.taken).toMatchObject([{ user: 'strongroom', encrypted: true }]);
    expect(logged.join()).toContain('EAUTH 535');
    expect(logged.join()).not.toContain('wrong-password');
  });

  it('has one recipient and the headers that are ours, whatever the names and the address hold', async () => {
    smtp = await startSmtp();
    const mailer = openMailer(smtp.settings, TRUSTED);
    const subject = 'Invitation\r\nBcc: eve@example.com\r\n\r\nA text of mine';
    expect(await mailer.send({ ...MAIL, subject })).toBe(true);
    const [mail] = smtp.taken;
    const head = mail?.raw.split('\r\n\r\n')[0] ?? '';
    expect(mail?.to).toEqual(['new@example.com']);
    expect(head).not.toMatch(/^Bcc:/im);
    const names = head.split(/\r\n(?!\s)/).map((line) => line.split(':')[0] ?? '');
    expect(names.toSorted()).toEqual([
      'Auto-Submitted',
      'Content-Transfer-Encoding',
      'Content-Type',
      'Date',
      'From',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ]);
    for (const to of [
      'a@example.com,eve@example.com',
      'a@example.com\r\nRCPT TO:<eve@example.com>',
      'a@example.com>\nBcc: eve@example.com',
      '"a b"@example.com',
      'Ada <eve@example.com>',
      'a@b@example.com',
      '',
    ]) {
      expect(await mailer.send({ ...MAIL, to }), to).toBe(false);
    }
    expect(smtp.taken).toHaveLength(1);
  });

  it('that a server refuses, or none takes, is told with a word and without its text', async () => {
    smtp = await startSmtp({ onRcptTo: (_address, _session, done) => done(new Error(`No such ${TOKEN}`)) });
    expect(await openMailer(smtp.settings, TRUSTED).send(MAIL)).toBe(false);
    const { settings } = smtp;
    await smtp.close();
    expect(await openMailer(settings, TRUSTED).send(MAIL)).toBe(false);
    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toContain(TOKEN);
    expect(logged.join()).not.toContain('example.com');
  });

  it('does not wait for a server that says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const settings = { host: '127.0.0.1', port, tls: 'upgrade', user: null, password: null } as const;
    const from = { name: 'Strongroom', address: 'vault@example.com' };
    const before = performance.now();
    expect(await openMailer({ ...settings, from }, { allMs: 200 }).send(MAIL)).toBe(false);
    expect(performance.now() - before).toBeLessThan(2_000);
    silent.close();
  });
});

describe('the words', () => {
  const facts = { to: 'new@example.com', expiresAt: '2026-02-07T12:00:00.000Z' };

  it('of an invitation say who, where to, as what, and until when', async () => {
    smtp = await startSmtp();
    const link = `https://vault.example.com/invite#token=${'x'.repeat(43)}`;
    const mail = invitationMail({ ...facts, inviter: 'Zoë', place: 'Acme', role: 'Reader', link });
    expect(mail.subject).toBe('Invitation to Acme on Strongroom');
    await openMailer(smtp.settings, TRUSTED).send(mail);
    expect(smtp.taken[0]?.text).toBe(
      [
        '“Zoë” invites you to “Acme” on Strongroom. Your role: Reader.',
        'To accept, open this link. It works once, until 7 February 2026:',
        link,
        'If you did not expect this, do nothing: the link ends by itself.',
      ].join('\n\n'),
    );
  });

  it('of a new password say that nothing happens by itself', () => {
    const { text } = passwordMail({ ...facts, link: 'https://vault/password#token=x' });
    expect(text).toContain('until 7 February 2026 at 12:00 (UTC)');
    expect(text).toContain('your password stays as it is');
  });

  it('keep names short and in one line', () => {
    const place = `A\n${'long '.repeat(100)}`;
    const { subject, text } = invitationMail({ ...facts, inviter: 'A', place, role: 'Reader', link: '-' });
    expect(subject.length).toBeLessThan(120);
    expect(text.split('\n')[0]?.length).toBeLessThan(200);
  });
});
