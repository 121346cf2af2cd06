import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { LocalKekProvider } from '../../crypto/keks/local';
import type { KekProvider } from '../../crypto/keks/provider';
import { type Database, openDatabase } from '../../db/client';
import type { Caller, EnvironmentRole, Organization, OrganizationRole, Vault } from '../index';
import { openVault } from '../index';
import { TestClock } from './clock';
import { copyTemplate, MIGRATIONS } from './template';

export type ApiKeyCaller = Extract<Caller, { via: 'api-key' }> & { readonly keyId: string };
export type SessionCaller = Extract<Caller, { via: 'session' }> & {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
};
/** What narrows a key. */
export type KeySettings = Omit<Parameters<Vault['createApiKey']>[1], 'organizationId' | 'name'> & {
  readonly name?: string;
};
/** What a user may do: in the environment, or in one organization. */
export type TestGrant =
  | EnvironmentRole
  | { readonly role: OrganizationRole; readonly organizationId: string };

/** A vault of its own on a real database, with what a test needs to act in it. */
export interface TestVault {
  readonly vault: Vault;
  readonly clock: TestClock;
  /** Its 32 bytes are `rootKey`. */
  readonly provider: KekProvider;
  readonly rootKey: Uint8Array;
  /** The database file. */
  readonly path: string;
  /** A second connection to the same file, to look underneath and to tamper with rows. */
  readonly database: Database;
  /** The command line. It may not read secrets. */
  readonly operator: Caller;
  /** Nobody has signed in. */
  readonly nobody: Caller;
  newOrganization(name?: string, externalId?: string): Promise<Organization>;
  /** For one organization, or for the whole environment. Made by the operator, unless somebody else is named. */
  newKey(organizationId?: string | null, settings?: KeySettings, by?: Caller): Promise<ApiKeyCaller>;
  /** A user who has signed in. Takes about 30 ms: the password is hashed and checked. */
  newUser(...grants: [TestGrant, ...TestGrant[]]): Promise<SessionCaller>;
  /** A second vault with the same root key, on the same file or a copy of it, as after a restart. Closed with the first. */
  openAgain(copy?: string): Promise<Vault>;
  /** Also removes the file. */
  close(): Promise<void>;
}

/** Some 10 ms. Call `close` at the end of the test. */
export async function openTestVault(options: { readonly clock?: TestClock } = {}): Promise<TestVault> {
  const { clock = new TestClock() } = options;
  const { folder, path } = await copyTemplate();
  const url = `file:${path}`;
  const rootKey = randomBytes(32);
  const open = (provider: KekProvider, file = path) =>
    openVault({ database: { url: `file:${file}` }, provider, migrations: MIGRATIONS, clock: clock.now });
  const provider = new LocalKekProvider(rootKey);
  const vault = await open(provider);
  const opened = [vault];
  let second: Database | undefined;
  return {
    vault,
    clock,
    provider,
    rootKey,
    path,
    get database() {
      second ??= openDatabase({ url });
      return second;
    },
    operator: { via: 'command-line', requestId: 'test' },
    nobody: { via: 'nobody', requestId: 'test' },
    ...people(vault),
    async openAgain(copy) {
      const again = await open(new LocalKekProvider(rootKey), copy);
      opened.push(again);
      return again;
    },
    async close() {
      second?.close();
      for (const one of opened) await one.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The callers that a test acts as. */
function people(vault: Vault): Pick<TestVault, 'newOrganization' | 'newKey' | 'newUser'> {
  const operator: Caller = { via: 'command-line', requestId: 'test' };
  return {
    newOrganization: (name = 'Acme', externalId) =>
      vault.createOrganization(operator, { name, ...(externalId ? { externalId } : {}) }),
    async newKey(organizationId, settings = {}, by = operator) {
      const key = await vault.createApiKey(by, { name: 'Test key', organizationId, ...settings });
      return { via: 'api-key', token: key.token, requestId: 'test', keyId: key.id };
    },
    async newUser(...grants) {
      const email = `${randomUUID()}@example.com`;
      const password = randomUUID();
      const { id: userId } = await vault.createUser(operator, {
        email,
        name: 'Test person',
        password,
        grants: grants.map((grant) => (typeof grant === 'string' ? { role: grant } : grant)),
      });
      const nobody: Caller = { via: 'nobody', requestId: 'test' };
      const { token } = await vault.createSession(nobody, { email, password });
      return { via: 'session', token, requestId: 'test', userId, email, password };
    },
  };
}
