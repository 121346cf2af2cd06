import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from './env';

describe('the configuration', () => {
  it('needs nothing: everything has a default', () => {
    expect(parseEnv({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataFolder: path.resolve('data'),
      origin: 'http://localhost:3000',
      database: { url: `file:${path.resolve('data', 'strongroom.db')}`, authToken: undefined },
      rootKey: { from: 'generated', path: path.resolve('data', 'root.key') },
      requestsPerMinute: 6_000,
      trustedProxies: [],
      mail: null,
      ssoPrivateHosts: [],
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(parseEnv({ PORT: '', STRONGROOM_URL: '', STRONGROOM_ROOT_KEY: '' })).toEqual(parseEnv({}));
  });

  it('follows what is given', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const env = parseEnv({
      PORT: '8080',
      HOST: '0.0.0.0',
      STRONGROOM_URL: 'https://vault.example.com',
      STRONGROOM_DATA: '/srv/strongroom',
      DATABASE_URL: 'libsql://db.example.com',
      DATABASE_AUTH_TOKEN: 'token',
      STRONGROOM_ROOT_KEY: key,
      STRONGROOM_REQUESTS_PER_MINUTE: '100',
      STRONGROOM_TRUSTED_PROXIES: '127.0.0.1, ::1,10.0.0.0/8,',
      STRONGROOM_SSO_PRIVATE_HOSTS: ' localhost, Login.corp.example ,fd00::1',
    });
    expect(env).toMatchObject({
      port: 8080,
      origin: 'https://vault.example.com',
      database: { url: 'libsql://db.example.com', authToken: 'token' },
      rootKey: { from: 'environment', base64: key },
      requestsPerMinute: 100,
      trustedProxies: ['127.0.0.1', '::1', '10.0.0.0/8'],
      ssoPrivateHosts: ['localhost', 'login.corp.example', 'fd00::1'],
    });
    expect(parseEnv({ STRONGROOM_ROOT_KEY_FILE: '/run/secrets/key' }).rootKey).toEqual({
      from: 'file',
      path: '/run/secrets/key',
    });
    expect(parseEnv({ STRONGROOM_URL: 'http://localhost:3000/' }).origin).toBe('http://localhost:3000');
  });

  it.each(['all', '10.0.0.0/33', '10.0.0/8', '::/129', '127.0.0.1 ::1', '10.0.0.0/', '/8'])(
    'refuses to trust the proxies %s',
    (list) => {
      expect(() => parseEnv({ STRONGROOM_TRUSTED_PROXIES: list })).toThrow(
        /^STRONGROOM_TRUSTED_PROXIES must/,
      );
    },
  );

  it.each([
    [{ PORT: 'http' }, /^PORT/],
    [{ PORT: '70000' }, /^PORT/],
    [{ PORT: '3000.5' }, /^PORT must be a whole number from 0 to 65535\.$/],
    [{ PORT: '-1' }, /^PORT must be a whole number from 0 to 65535\.$/],
    [{ STRONGROOM_REQUESTS_PER_MINUTE: 'many' }, /must be a whole number/],
    [{ HOST: 'no host' }, /^HOST/],
    [{ HOST: '0.0.0.0' }, /set STRONGROOM_URL/],
    [{ STRONGROOM_URL: 'vault.example.com' }, /^STRONGROOM_URL/],
    [{ STRONGROOM_URL: 'https://vault.example.com/path' }, /^STRONGROOM_URL/],
    [{ STRONGROOM_URL: 'ftp://vault.example.com' }, /^STRONGROOM_URL/],
    [{ STRONGROOM_URL: 'https://user:secret@vault.example.com' }, /^STRONGROOM_URL/],
    [{ DATABASE_URL: 'postgres://x' }, /^DATABASE_URL/],
    [{ STRONGROOM_ROOT_KEY: 'c2hvcnQ=' }, /^STRONGROOM_ROOT_KEY/],
    [{ STRONGROOM_ROOT_KEY: Buffer.alloc(32).toString('base64'), STRONGROOM_ROOT_KEY_FILE: 'x' }, /not both/],
    [{ STRONGROOM_REQUESTS_PER_MINUTE: '0' }, /^STRONGROOM_REQUESTS_PER_MINUTE/],
    [{ STRONGROOM_SSO_PRIVATE_HOSTS: 'login.corp:8443' }, /^STRONGROOM_SSO_PRIVATE_HOSTS .* without a port/],
    [{ STRONGROOM_SSO_PRIVATE_HOSTS: 'https://login.corp' }, /^STRONGROOM_SSO_PRIVATE_HOSTS/],
  ])('refuses %j with a sentence', (given, sentence) => {
    expect(() => parseEnv(given)).toThrowError(EnvError);
    expect(() => parseEnv(given)).toThrowError(sentence);
  });

  it('names every wrong variable at once, and never repeats a value', () => {
    const error = (() => {
      try {
        return parseEnv({ PORT: 'canary', STRONGROOM_ROOT_KEY: 'canary', DATABASE_URL: 'canary' });
      } catch (thrown) {
        return thrown as Error;
      }
    })() as Error;
    expect(error.message.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'STRONGROOM_ROOT_KEY',
    ]);
    expect(error.message).not.toContain('canary');
  });

  it('hands mail over encrypted, but on this machine or where somebody said otherwise', () => {
    const from = 'vault@example.com';
    const mail = (url: string) => parseEnv({ SMTP_URL: url, SMTP_FROM: from }).mail;
    expect(mail('smtps://ada%40example.com:p%2Fw@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 465,
      tls: 'start',
      user: 'ada@example.com',
      password: 'p/w',
      from: { name: 'Strongroom', address: from },
    });
    expect(mail('smtp://mail.example.com')).toMatchObject({ port: 587, tls: 'upgrade', user: null });
    expect(mail('smtp://mail.example.com:25/?tls=off')).toMatchObject({ port: 25, tls: 'off' });
    expect(mail('smtp://[::1]:1025')).toMatchObject({ host: '::1', port: 1025, tls: 'offered' });
    const named = parseEnv({ SMTP_URL: 'smtp://localhost', SMTP_FROM: '"The vault" <v@example.com>' });
    expect(named.mail?.from).toEqual({ name: 'The vault', address: 'v@example.com' });
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://host/path',
    'smtp://host?tls=maybe',
    'smtps://host?tls=off',
    'smtp://user:%zz@host',
    'smtp://host:99999',
  ])('refuses SMTP_URL=%s in a sentence without what was given', (url) => {
    const parse = () => parseEnv({ SMTP_URL: url, SMTP_FROM: 'v@example.com' });
    expect(parse).toThrow(/^SMTP_URL must be smtp:\/\/user:password@host:587/);
  });

  it('refuses a sender that is no address, or one without a server, or a server without one', () => {
    for (const from of ['vault', 'a@b, c@d', 'a@example.com\nBcc: b@example.com', 'A <b>', '<a@b> c']) {
      expect(() => parseEnv({ SMTP_URL: 'smtp://localhost', SMTP_FROM: from }), from).toThrow(
        /^SMTP_FROM must/,
      );
    }
    expect(() => parseEnv({ SMTP_URL: 'smtp://localhost' })).toThrow(/^SMTP_URL wants a sender/);
    expect(() => parseEnv({ SMTP_FROM: 'v@example.com' })).toThrow(/^SMTP_FROM is of no use/);
  });
});
