import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../vault/test-support';
import { type CliRun, openDataFolder, runCli } from '../vault/test-support/run-cli';

let data: string;
beforeEach(() => {
  data = path.join(makeFolder(), 'data');
});
afterEach(() => rmSync(path.dirname(data), { recursive: true, force: true }));

const cli = (args: string, input?: string): Promise<CliRun> =>
  runCli(data, args.split(' '), input === undefined ? {} : { input });
const ok = async (args: string, input?: string): Promise<string> => {
  const { code, stdout, stderr } = await cli(args, input);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return stdout.trimEnd();
};
const nobody = { via: 'nobody', requestId: 'test' } as const;

describe('organizations and keys', () => {
  it('are made, listed and revoked', async () => {
    const id = await ok('organization create --name Acme --external-id acme');
    expect(id).toMatch(/^org_[0-9A-Z]{26}$/);
    const token = await ok('api-key create --name ci --organization acme');
    expect(token).toMatch(/^sk_\w{49}$/);
    expect(await ok('organization list')).toMatch(new RegExp(`${id} +Acme +acme`));
    const { apiKeys } = JSON.parse(await ok('api-key list --json'));
    expect(apiKeys).toEqual([
      expect.objectContaining({ name: 'ci', organizationId: id, hint: token.slice(-4) }),
    ]);

    const vault = await openDataFolder(data);
    const caller = { via: 'api-key', token, requestId: 'test' } as const;
    const secret = { name: 'a', value: 'b', context: { organization_id: id } };
    await vault.createSecret(caller, secret);
    await ok(`api-key revoke ${apiKeys[0].id}`);
    await expect(vault.listSecrets(caller, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await vault.close();
    expect(await cli(`api-key revoke ${apiKeys[0].id}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'This API key was not found.\n',
    });
  }, 30_000);

  it('is made with less than everything, told so in the list, and rotated with an overlap', async () => {
    const settings = '--scopes read,describe --prefix db/ --prefix cache/ --allow 10.0.0.0/8 --expires-in 90';
    const old = await ok(`api-key create --name billing ${settings} --requests-per-minute 60`);
    const [key] = JSON.parse(await ok('api-key list --json')).apiKeys;
    expect(key).toMatchObject({
      scopes: ['read', 'describe'],
      namePrefixes: ['db/', 'cache/'],
      allowedAddresses: ['10.0.0.0/8'],
      requestsPerMinute: 60,
      replacedById: null,
    });
    const token = await ok(`api-key rotate ${key.id} --overlap 0`);
    expect(token).toMatch(/^sk_\w{49}$/);
    expect(token).not.toBe(old);
    const list = await ok('api-key list');
    expect(list).toMatch(
      /billing +…\w{4} +the whole vault +read,describe in db\/ cache\/ from 10.0.0.0\/8 .* works/,
    );
    expect(list).toMatch(new RegExp(`^${key.id} .* replaced by key_\\w+$`, 'm'));
    expect(list).not.toContain(token);
  }, 30_000);
});

describe('a user', () => {
  it('is made with the password from a pipe, and signs in with it', async () => {
    const id = await ok(
      'user create --email Ada@Example.com --name Ada --role admin',
      'a long pass phrase\n',
    );
    expect(id).toMatch(/^user_[0-9A-Z]{26}$/);
    const vault = await openDataFolder(data);
    const signIn = { email: 'ada@example.com', password: 'a long pass phrase' };
    expect(await vault.createSession(nobody, signIn)).toMatchObject({ userId: id });
    await vault.close();
  }, 20_000);

  it('gets a link where nothing is piped in, with which the password is chosen once', async () => {
    await ok('organization create --name Acme --external-id acme');
    const link = await ok('user create --email joe@example.com --name Joe --role reader --organization acme');
    const [origin, token = ''] = link.split('/password#token=');
    expect(origin).toBe('http://localhost:3000');
    const vault = await openDataFolder(data);
    const chosen = { token, password: 'a long pass phrase' };
    expect(await vault.choosePassword(nobody, chosen)).toEqual({ email: 'joe@example.com' });
    await expect(vault.choosePassword(nobody, chosen)).rejects.toMatchObject({ code: 'link_invalid' });
    await vault.close();
  }, 20_000);

  it('is refused with a sentence where the password is weak, the address taken or the organization unknown', async () => {
    const weak = await cli('user create --email a@example.com --name A --role admin', 'short');
    expect(weak).toMatchObject({ code: 1, stdout: '' });
    expect(weak.stderr).toMatch(/^password: A password has at least 12 characters/);
    await ok('user create --email a@example.com --name A --role admin --link --json');
    const taken = await cli('user create --email a@example.com --name A --role admin --json');
    expect(taken).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/already has this e-mail address/),
    });
    expect(JSON.parse(taken.stdout)).toMatchObject({ error: { code: 'email_taken' } });
    const lost = await cli('user create --email b@example.com --name B --role reader --organization nowhere');
    expect(lost).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No organization has the id or the external id "nowhere".\n',
    });
  }, 30_000);
});

describe('members', () => {
  it('are listed, get another role, and are removed, but for the last owner', async () => {
    await ok('organization create --name Acme --external-id acme');
    await ok('user create --email joe@example.com --name Joe --role reader --organization acme --link');
    await ok('user create --email ada@example.com --name Ada --role owner --link');
    await ok('member set-role --email Joe@Example.com --role editor --organization acme');
    expect(await ok('member list --organization acme')).toMatch(/joe@example\.com +Joe +editor/);
    await ok('member remove --email joe@example.com --organization acme');
    expect(JSON.parse(await ok('member list --organization acme --json'))).toEqual({ members: [] });
    // Who has an account already comes back with an invitation.
    expect(await ok('member invite --email joe@example.com --role viewer --organization acme')).toMatch(
      /^http:\/\/localhost:\d+\/invite#token=[\w-]{43}$/,
    );
    expect(await cli('member remove --email ada@example.com')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The installation keeps at least one owner/),
    });
    expect(await cli('member remove --email joe@example.com')).toMatchObject({
      code: 1,
      stderr: 'Nobody with the address "joe@example.com" is a member of the whole vault.\n',
    });
  }, 40_000);
});

describe('the set-up link', () => {
  it('is made anew until there is a user', async () => {
    const first = (await ok('setup-link')).split('#token=')[1] ?? '';
    const { setupLink } = JSON.parse(await ok('setup-link --json'));
    const [page, token = ''] = setupLink.split('#token=');
    expect(page).toBe('http://localhost:3000/setup');
    const vault = await openDataFolder(data);
    const input = {
      name: 'Ada',
      email: 'ada@example.com',
      password: 'a long pass phrase',
      organizationName: 'Acme',
    };
    await expect(vault.completeSetup(nobody, { ...input, token: first })).rejects.toMatchObject({
      code: 'link_invalid',
    });
    await vault.completeSetup(nobody, { ...input, token });
    await vault.close();
    expect(await cli('setup-link')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This vault is set up/),
    });
  }, 30_000);
});

describe('a backup', () => {
  it('goes to a new file, and never over another one', async () => {
    await ok('organization create --name Acme');
    const file = path.join(path.dirname(data), 'backup.db');
    expect(await ok(`backup ${file}`)).toBe(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await cli(`backup ${file}`)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/exists already/),
    });
  }, 40_000);
});

describe('a configuration that cannot work', () => {
  it('is told in a sentence', async () => {
    const wrongUrl = await runCli(data, ['setup-link'], { env: { STRONGROOM_URL: 'vault' } });
    expect(wrongUrl).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^STRONGROOM_URL must be an origin/),
    });
    await ok('setup-link');
    const otherKey = { STRONGROOM_ROOT_KEY: Buffer.alloc(32, 1).toString('base64') };
    const wrongKey = await runCli(data, ['setup-link', '--json'], { env: otherKey });
    expect(wrongKey.code).toBe(1);
    expect(JSON.parse(wrongKey.stdout)).toMatchObject({ error: { code: 'wrong_root_key' } });
    expect(wrongKey.stderr).toMatch(/^This vault was sealed with the root key local:/);
  }, 20_000);
});
