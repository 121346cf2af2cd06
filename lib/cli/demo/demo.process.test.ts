import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Vault } from '../../vault';
import { makeFolder } from '../../vault/test-support';
import { openDataFolder, runCli } from '../../vault/test-support/run-cli';
import { KINDS } from './values';

interface Demo {
  readonly organizations: number;
  readonly secrets: number;
  readonly people: readonly { email: string; password: string; role: string }[];
}

let data: string;
let made: Demo;
let vault: Vault;
beforeAll(async () => {
  data = path.join(makeFolder(), 'data');
  const { code, stdout } = await runCli(data, ['demo', '--json']);
  expect(code).toBe(0);
  made = JSON.parse(stdout) as Demo;
  vault = await openDataFolder(data);
}, 30_000);
afterAll(async () => {
  await vault.close();
  rmSync(path.dirname(data), { recursive: true, force: true });
});

async function signIn({ email, password }: Demo['people'][number]): Promise<Caller> {
  const nobody = { via: 'nobody', requestId: 'test' } as const;
  const { token } = await vault.createSession(nobody, { email, password });
  return { via: 'session', token, requestId: 'test' };
}

describe('the demo', () => {
  it('makes some 200 secrets of organizations, and some are in the trash', async () => {
    const [admin] = made.people;
    const caller = await signIn(admin as Demo['people'][number]);
    const { items: organizations } = await vault.listOrganizations(caller, {});
    expect(organizations).toHaveLength(made.organizations);
    const countOf = async (list: 'listSecrets' | 'listDeletedSecrets') => {
      let count = 0;
      for (const { id } of organizations) {
        for (let after: string | null | undefined; after !== null; ) {
          const input = { organizationId: id, limit: 100, ...(after ? { after } : {}) };
          const page = await vault[list](caller, input);
          count += page.items.length;
          after = page.after;
        }
      }
      return count;
    };
    const [live, trashed] = [await countOf('listSecrets'), await countOf('listDeletedSecrets')];
    expect(live + trashed).toBe(made.secrets);
    expect(live).toBeGreaterThan(180);
    expect(trashed).toBeGreaterThan(2);
  });

  it('makes people of every kind who can sign in, one of them in two organizations', async () => {
    const reaches = [];
    for (const person of made.people) {
      const caller = await signIn(person);
      const { grants, may } = await vault.describeSession(caller, {});
      reaches.push(grants.length);
      const organizationId = grants[0]?.organizationId;
      if (!organizationId) continue;
      const { items } = await vault.listSecrets(caller, { organizationId, limit: 100 });
      const many = items.find((one) => one.versionNumber > 1);
      const read = vault.readSecret(caller, { id: many?.id ?? '' });
      // A viewer sees names and no value.
      if (may['secret.read']) expect((await read).value).not.toBe('');
      else await expect(read).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(reaches.filter((grants) => grants === 2)).toHaveLength(1);
  });

  it('refuses a vault that is not empty, unless it is told to add to it', async () => {
    const refused = await runCli(data, ['demo']);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This vault is not empty/),
    });
    expect(await runCli(data, ['demo', '--force'])).toMatchObject({ code: 0 });
  }, 30_000);

  it('makes values that no scanner takes for real tokens', () => {
    // The patterns of the best-known ones: Stripe, GitHub, Twilio, AWS, Slack.
    const real =
      /\b[sr]k_(live|test)_|\bgh[pousr]_\w{36}|\bAC[0-9a-f]{32}\b|\bAKIA[A-Z0-9]{16}\b|hooks\.slack\.com|xox[bp]-/;
    const place = { company: 'fjord', service: 'fleet-api', stage: 'production' };
    for (const [kind, make] of Object.entries(KINDS)) {
      expect(make(place), kind).not.toMatch(real);
      expect(make(place), kind).not.toBe(make(place));
    }
    expect('ghp_0123456789abcdefghijABCDEFGHIJ012345').toMatch(real);
  });
});
