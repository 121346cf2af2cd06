import { hkdfSync } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { randomKey } from '../crypto/aead';
import type { KekProvider } from '../crypto/keks/provider';
import { type Database, type DatabaseOptions, expectThat, openDatabase } from '../db/client';
import { storageFailure } from '../db/errors';
import { environments } from '../db/schema';
import {
  acceptInvitation,
  acceptInvitationByPasskey,
  beginPasskeyByInvitation,
  describeInvitation,
} from './acceptance';
import * as accountOperations from './accounts';
import type { Caller } from './actor';
import * as apiKeyOperations from './api-keys';
import * as approvalOperations from './approvals';
import * as backupOperations from './backups';
import * as bulkOperations from './bulk';
import type { VaultContext } from './context';
import * as dataKeyOperations from './data-keys';
import * as departureOperations from './departure-lists';
import { describeEnvironment, updateEnvironment } from './environments';
import { VaultError } from './errors';
import * as eventOperations from './events';
import { explainAccess, listBearers } from './explanations';
import * as exportOperations from './exports';
import * as identityOperations from './identities';
import {
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  listIdentityProviders,
  requireSso,
  updateIdentityProvider,
} from './identity-providers';
import { newId } from './ids';
import * as importOperations from './imports';
import { createInvitation, listInvitations, revokeInvitation } from './invitations';
import { fromProvider, KeyRing } from './key-ring';
import { rotateApiKey } from './key-rotation';
import { changeRole, listMembers, removeMember, transferRole } from './members';
import type { Operation } from './operation';
import * as organizationOperations from './organizations';
import * as overviewOperations from './overviews';
import { changePassword, requestPasswordLink } from './own-password';
import * as ownSessionOperations from './own-sessions';
import * as passkeySignInOperations from './passkey-sign-in';
import { addPasskey, beginPasskey, listPasskeys, removePasskey, renamePasskey } from './passkeys';
import { previewAccess } from './previews';
import * as proofOperations from './proofs';
import * as purgeOperations from './purge';
import { listReceipts } from './receipts';
import * as restrictionOperations from './restrictions';
import * as secretAccessOperations from './secret-access';
import { updateDetails } from './secret-details';
import * as secretListOperations from './secret-lists';
import * as secretOperations from './secrets';
import { createSession, describeSession } from './sessions';
import * as setupOperations from './setup';
import { beginIdentityLink, beginSso, createSsoSession, discoverSignIn, takeSsoAnswer } from './sso';
import { voucherOf } from './sso-states';
import * as totpOperations from './totps';
import * as userOperations from './users';
import * as versionOperations from './versions';

/** Every operation, each under its verb. There is no other way to the data. */
export const OPERATIONS = {
  ...secretOperations,
  ...secretListOperations,
  ...secretAccessOperations,
  ...restrictionOperations,
  ...approvalOperations,
  ...bulkOperations,
  updateDetails,
  previewAccess,
  explainAccess,
  listBearers,
  listReceipts,
  ...importOperations,
  ...exportOperations,
  ...purgeOperations,
  ...versionOperations,
  ...dataKeyOperations,
  ...organizationOperations,
  ...overviewOperations,
  ...departureOperations,
  ...eventOperations,
  ...apiKeyOperations,
  rotateApiKey,
  ...setupOperations,
  ...userOperations,
  ...proofOperations,
  listPasskeys,
  beginPasskey,
  addPasskey,
  renamePasskey,
  removePasskey,
  ...passkeySignInOperations,
  ...backupOperations,
  ...identityOperations,
  createIdentityProvider,
  updateIdentityProvider,
  deleteIdentityProvider,
  listIdentityProviders,
  describeIdentityProvider,
  requireSso,
  discoverSignIn,
  beginSso,
  beginIdentityLink,
  takeSsoAnswer,
  createSsoSession,
  describeEnvironment,
  updateEnvironment,
  listMembers,
  changeRole,
  removeMember,
  transferRole,
  createInvitation,
  listInvitations,
  revokeInvitation,
  describeInvitation,
  acceptInvitation,
  beginPasskeyByInvitation,
  acceptInvitationByPasskey,
  createSession,
  describeSession,
  ...ownSessionOperations,
  ...accountOperations,
  changePassword,
  requestPasswordLink,
  ...totpOperations,
};

type Bound<Op> =
  Op extends Operation<infer Input, infer Result> ? (caller: Caller, input: Input) => Promise<Result> : never;

/** `await vault.readSecret(caller, { id })`. Throws VaultError only, but for a fault in the vault itself. */
export type Vault = { readonly [Name in keyof typeof OPERATIONS]: Bound<(typeof OPERATIONS)[Name]> } & {
  readonly environmentId: string;
  /** 32 bytes for one purpose outside of the vault (the session cookie), not to be told from random ones. */
  deriveKey(purpose: string): Uint8Array;
  /**
   * What makes an identity provider's claims believed, in answer to one state. For lib/sso, which has checked them,
   * and for nothing else: whoever calls this says who somebody is.
   */
  vouch(state: string, claims: string): string;
  /** Forgets every unwrapped key; the next use asks the provider again. */
  forgetKeys(): void;
  /** Resolves if the database answers; throws `unavailable`. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export interface VaultOptions {
  readonly database: DatabaseOptions;
  readonly provider: KekProvider;
  /** The folder of migrations. */
  readonly migrations: string;
  /** Where browsers reach it: passkeys are bound to this origin. */
  readonly origin?: string;
  readonly clock?: () => Date;
}

/**
 * Opens the vault: checks the root key first, then migrates, then makes what a new vault needs.
 * Throws `wrong_root_key` if the database was sealed with another root key; nothing is written then.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { provider, origin = 'http://localhost:3000', clock = () => new Date() } = options;
  const database = openDatabase(options.database);
  try {
    await refuseWrongRootKey(database, provider);
    await database.migrate(options.migrations);
    const { environmentId, serviceKey } = await openEnvironment(database, provider, clock());
    const keyRing = new KeyRing(database, provider, environmentId, clock);
    return bind({ database, provider, keyRing, environmentId, serviceKey, origin, clock });
  } catch (error) {
    database.close();
    throw error;
  }
}

function bind(context: VaultContext): Vault {
  const bound = Object.entries(OPERATIONS).map(([name, perform]) => [
    name,
    (caller: Caller, input: never) => perform(context, caller, input),
  ]);
  return {
    ...Object.fromEntries(bound),
    environmentId: context.environmentId,
    deriveKey: (purpose: string) =>
      new Uint8Array(hkdfSync('sha256', context.serviceKey, '', `strongroom/${purpose}`, 32)),
    vouch: (state: string, claims: string) => voucherOf(context, state, claims),
    forgetKeys: () => context.keyRing.forget(),
    ping: async () => {
      await context.database.query.select({ id: environments.id }).from(environments).limit(1);
    },
    close: async () => {
      context.keyRing.forget();
      context.serviceKey.fill(0);
      await context.provider.close();
      context.database.close();
    },
  };
}

async function refuseWrongRootKey(database: Database, provider: KekProvider): Promise<void> {
  const [table] = await database.query.values(
    sql`select name from sqlite_master where type = 'table' and name = 'environments'`,
  );
  if (!table) return;
  const [environment] = await database.query.select({ rootKeyId: environments.rootKeyId }).from(environments);
  const given = await provider.currentKekId();
  if (!environment || environment.rootKeyId === given) return;
  throw new VaultError(
    'wrong_root_key',
    `This vault was sealed with the root key ${environment.rootKeyId}, and the one given is ${given}. Nothing was written. Give the right key in STRONGROOM_ROOT_KEY_FILE or STRONGROOM_ROOT_KEY.`,
  );
}

async function openEnvironment(
  database: Database,
  provider: KekProvider,
  now: Date,
): Promise<{ environmentId: string; serviceKey: Uint8Array }> {
  const [known] = await database.query.select().from(environments);
  if (known) {
    const serviceKey = await fromProvider(
      provider.unwrap(known.wrappedServiceKey, serviceKeyContext(known.id)),
    );
    return { environmentId: known.id, serviceKey: Uint8Array.from(serviceKey) };
  }
  const id = newId('environment', now);
  const serviceKey = randomKey();
  const writes = [
    expectThat(database, sql`not exists (select 1 from ${environments})`),
    database.query.insert(environments).values({
      id,
      name: 'production',
      rootKeyId: await provider.currentKekId(),
      wrappedServiceKey: await provider.wrap(serviceKey, serviceKeyContext(id)),
      createdAt: now.toISOString(),
    }),
  ];
  try {
    await database.commit(writes);
    return { environmentId: id, serviceKey };
  } catch (error) {
    if (storageFailure(error) !== 'precondition') throw error;
    // Another process has just made it, under a root key that has to be ours.
    await refuseWrongRootKey(database, provider);
    return openEnvironment(database, provider, now);
  }
}

const serviceKeyContext = (environmentId: string) => ({ environment: environmentId, purpose: 'service' });
