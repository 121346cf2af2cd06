import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { identities, secrets } from '../../db/schema';
import type { Caller, Vault, VaultError, VaultErrorCode } from '../index';
import { OPERATIONS } from '../vault';
import { Authenticator } from './authenticator';
import type { SessionCaller, TestVault } from './open-test-vault';

export type Verb = keyof typeof OPERATIONS;
export const VERBS = Object.keys(OPERATIONS) as Verb[];

/** What belongs to one organization. Each call makes a new one, so that an operation may use it up. */
export interface Place {
  readonly id: string;
  readonly secret: () => Promise<{ readonly id: string; readonly name: string; readonly versionId: string }>;
  readonly trashed: () => Promise<{ readonly id: string; readonly name: string }>;
  /** The second version's id, and the first one's. */
  readonly changed: () => Promise<{
    readonly id: string;
    readonly versionId: string;
    readonly oldVersionId: string;
  }>;
  /** `encryptedKeys`. */
  readonly dataKey: () => Promise<string>;
  readonly apiKey: () => Promise<string>;
  /** A reader of it. */
  readonly member: () => Promise<{ readonly id: string; readonly email: string }>;
  readonly invitation: () => Promise<{ readonly id: string; readonly token: string }>;
  /** Of somebody who could read it. */
  readonly departure: () => Promise<string>;
  readonly identityProvider: () => Promise<string>;
  /** A secret that opens with a second person's approval. */
  readonly marked: () => Promise<string>;
  /** Somebody's, to open such a one. */
  readonly request: () => Promise<string>;
  /** A request that somebody has agreed to. */
  readonly approved: () => Promise<string>;
}

export interface Line<Input = unknown> {
  /** An input with which the operation works for whoever may do it there. */
  readonly input: (at: Place, by: Caller) => Input | Promise<Input>;
  /**
   * `organization`: it names one, or something of one, and is tried with the caller's own, with a foreign one and with
   * one that never was. `anywhere`: it works for whoever may do it somewhere. `environment`: only for who may in all of it.
   */
  readonly where: 'organization' | 'anywhere' | 'environment';
  /** What an operation about oneself says to a program, which is no person and has no session. */
  readonly toPrograms?: VaultErrorCode;
  /** Where the vault of the test cannot let it work: what it says then, to whoever may ask. */
  readonly says?: VaultErrorCode;
  /** It is about something that the caller made: nobody else's will do. */
  readonly own?: true;
  /** It works for an administrator of the place itself only, whatever others may there. */
  readonly forItsOwn?: true;
  /** It ends the caller's session or changes the caller's account: the next one gets a new one. */
  readonly spends?: true;
}

type InputOf<Name extends Verb> = Parameters<Vault[Name]>[1];
export type Lines = {
  readonly [Name in Verb]?: Line<InputOf<Name>> | readonly Line<InputOf<Name>>[];
};

/** How to add one is in the message of rights.test.ts: an operation without a line fails there. */
export function validInputs(test: TestVault): Lines {
  const inOrganization = <Input>(input: Line<Input>['input']): Line<Input> => ({
    where: 'organization',
    input,
  });
  const anywhere = <Input>(input: Line<Input>['input']): Line<Input> => ({ where: 'anywhere', input });
  const inEnvironment = <Input>(input: Line<Input>['input']): Line<Input> => ({
    where: 'environment',
    input,
  });
  const aboutOneself = <Input>(
    input: Line<Input>['input'],
    toPrograms: VaultErrorCode,
    more: Pick<Line<Input>, 'spends' | 'says'> = {},
  ): Line<Input> => ({ where: 'anywhere', input, toPrograms, ...more });

  /** Programs have none, nor has an ended session: they get an answer to what somebody else was asked. */
  const newPasskey = async (by: Caller) => {
    const asked = test.vault.beginPasskey(by, {});
    const { options } = await asked.catch(async () =>
      test.vault.beginPasskey(await test.newUser('auditor'), {}),
    );
    return new Authenticator().make(options);
  };
  const ownPasskey = async (by: Caller) => {
    const response = await newPasskey(by);
    return test.vault.addPasskey(by, { response }).then(
      ({ id }) => id,
      () => 'passkey_none',
    );
  };
  const email = () => `${randomUUID()}@example.com`;
  const name = () => `made ${randomUUID()}`;
  const password = 'a pass phrase that is long';

  return {
    createSecret: [
      inOrganization(({ id }) => ({ name: name(), value: 'v', context: { organization_id: id } })),
      inEnvironment(() => ({ name: name(), value: 'v', context: {} })),
    ],
    updateSecret: inOrganization(async (at) => ({ id: (await at.secret()).id, value: 'another' })),
    updateDetails: inOrganization(async (at) => ({ id: (await at.secret()).id, note: 'noted' })),
    readSecret: [
      inOrganization(async (at) => ({ id: (await at.secret()).id })),
      inOrganization(async (at) => ({ name: (await at.secret()).name, organizationId: at.id })),
      inOrganization(async (at) => ({ name: (await at.secret()).name })),
    ],
    describeSecret: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    describeAccess: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    deleteSecret: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    deleteSecrets: inOrganization(async (at) => ({ organizationId: at.id, ids: [(await at.secret()).id] })),
    restoreSecret: inOrganization(async (at) => ({ id: (await at.trashed()).id })),
    restoreSecrets: inOrganization(async (at) => ({
      organizationId: at.id,
      ids: [(await at.trashed()).id],
    })),
    purgeSecret: inOrganization(async (at) => {
      const { id, name: confirmName } = await at.trashed();
      return { id, confirmName };
    }),
    purgeDueSecrets: inEnvironment(() => ({})),
    listSecrets: inOrganization(({ id }) => ({ organizationId: id })),
    listDeletedSecrets: inOrganization(({ id }) => ({ organizationId: id })),
    compareSecrets: inOrganization(async (at) => ({
      organizationId: at.id,
      rows: [{ name: (await at.secret()).name, value: 'v' }],
    })),
    importSecrets: inOrganization(({ id }) => ({
      organizationId: id,
      rows: [{ name: name(), value: 'v', over: null }],
    })),
    exportSecrets: inOrganization(({ id }) => ({
      organizationId: id,
      reason: 'a move',
      format: 'json',
      encryption: 'none',
    })),
    listVersions: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    readVersion: inOrganization(async (at) => {
      const { id, oldVersionId: versionId } = await at.changed();
      return { id, versionId };
    }),
    restoreVersion: inOrganization(async (at) => {
      const { id, oldVersionId, versionId } = await at.changed();
      return { id, versionId: oldVersionId, versionCheck: versionId };
    }),
    createDataKey: [
      inOrganization(({ id }) => ({ context: { organization_id: id } })),
      inEnvironment(() => ({ context: {} })),
    ],
    decryptDataKey: inOrganization(async (at) => ({ encryptedKeys: await at.dataKey() })),
    rekeyDataKey: inOrganization(async (at) => ({
      encryptedKeys: await at.dataKey(),
      context: { organization_id: at.id, again: 'yes' },
    })),
    listEvents: [inOrganization(({ id }) => ({ organizationId: id })), anywhere(() => ({}))],

    createOrganization: inEnvironment(() => ({ name: 'A new one' })),
    describeOrganization: inOrganization(({ id }) => ({ id })),
    listOrganizations: anywhere(() => ({})),
    updateOrganization: inOrganization(({ id }) => ({ id, name: 'Renamed' })),
    deleteOrganization: inEnvironment(async () => ({ id: (await test.newOrganization('Doomed')).id })),
    describeOverview: inOrganization(({ id }) => ({ organizationId: id })),
    listFigures: inOrganization(({ id }) => ({ organizationIds: [id] })),
    summarizeOrganizations: anywhere(() => ({})),

    previewAccess: [
      inOrganization(async (at) => ({
        kind: 'role',
        userId: (await at.member()).id,
        organizationId: at.id,
        role: 'viewer',
      })),
      inOrganization(async (at) => ({
        kind: 'restriction',
        secretId: (await at.secret()).id,
        organizationId: at.id,
        subjects: [],
      })),
    ],

    explainAccess: inOrganization(async (at) => ({
      id: (await at.secret()).id,
      subjectId: (await at.member()).id,
    })),
    listBearers: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    listReceipts: inOrganization(({ id }) => ({ organizationId: id })),
    describeRestriction: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    changeRestriction: inOrganization(async (at) => ({
      id: (await at.secret()).id,
      subjects: [],
      needsApproval: true,
      was: UNRESTRICTED,
    })),
    requestApproval: inOrganization(async (at) => ({ id: await at.marked(), reason: 'to see' })),
    describeApproval: inOrganization(async (at) => ({ id: (await at.secret()).id })),
    // One's own, where one may have any.
    withdrawRequest: {
      ...inOrganization(async (at, by) => {
        const asked = test.vault.requestApproval(by, { id: await at.marked(), reason: 'to see' });
        return { id: await asked.then(({ id }) => id).catch(() => at.request()) };
      }),
      own: true,
    },
    approveRequest: inOrganization(async (at) => ({ id: await at.request() })),
    denyRequest: inOrganization(async (at) => ({ id: await at.request() })),
    endApproval: inOrganization(async (at) => ({ id: await at.approved() })),
    listApprovals: inOrganization(({ id }) => ({ organizationId: id, show: 'waiting' })),
    countWaiting: inOrganization(({ id }) => ({ organizationId: id })),
    listDepartures: inOrganization(({ id }) => ({ organizationId: id })),
    describeDeparture: inOrganization(async (at) => ({ organizationId: at.id, id: await at.departure() })),
    closeDeparture: inOrganization(async (at) => ({
      organizationId: at.id,
      id: await at.departure(),
      reason: 'It is done.',
    })),

    createIdentityProvider: [
      inOrganization(({ id }) => ({ organizationId: id, ...PROVIDER })),
      inEnvironment(() => ({ organizationId: null, ...PROVIDER })),
    ],
    listIdentityProviders: [
      inOrganization(({ id }) => ({ organizationId: id })),
      inEnvironment(() => ({ organizationId: null })),
    ],
    describeIdentityProvider: inOrganization(async (at) => ({ id: await at.identityProvider() })),
    updateIdentityProvider: inOrganization(async (at) => ({
      id: await at.identityProvider(),
      name: 'Another name',
    })),
    deleteIdentityProvider: inOrganization(async (at) => ({ id: await at.identityProvider() })),
    requireSso: inOrganization(({ id }) => ({ organizationId: id, required: false })),
    discoverSignIn: anywhere(() => ({})),
    beginSso: anywhere(async (at) => ({
      providerId: await at.identityProvider(),
      browser: BROWSER,
      next: '/',
    })),
    // What was not begun here is believed of nobody: sso.test.ts tests the way there and back.
    takeSsoAnswer: {
      ...anywhere(() => ({ state: 'none', browser: BROWSER, organizationId: null })),
      says: 'sso_refused',
    },
    createSsoSession: { ...anywhere(() => FORGED_CLAIMS), says: 'sso_refused' },
    describeSingleSignOn: anywhere(() => ({})),
    beginIdentityLink: anywhere(async (at) => ({
      providerId: await at.identityProvider(),
      browser: BROWSER,
      next: '/',
    })),
    linkIdentity: { ...anywhere(() => FORGED_CLAIMS), says: 'sso_refused' },
    removeIdentity: aboutOneself(async (_, by) => {
      const userId = 'userId' in by ? String(by.userId) : null;
      const id = `identity_${randomUUID()}`;
      const row = { id, issuer: PROVIDER.issuer, subject: id, createdAt: '2026', lastUsedAt: '2026' };
      if (userId)
        await test.database.commit([test.database.query.insert(identities).values({ ...row, userId })]);
      return { id };
    }, 'not_found'),

    listSessions: anywhere(() => ({})),
    describeAccount: aboutOneself(() => ({}), 'not_found'),
    updateAccount: aboutOneself(() => ({ name: 'Another name' }), 'not_found'),
    listOwnEvents: aboutOneself(() => ({}), 'not_found'),
    changePassword: aboutOneself(
      (_, by) => ({
        current: 'password' in by ? String(by.password) : 'x',
        password: `${password} ${randomUUID()}`,
      }),
      'not_found',
      { spends: true },
    ),
    requestPasswordLink: anywhere(async () => ({ email: (await newPerson(test)).email })),
    startTotp: aboutOneself(() => ({}), 'not_found'),
    // Each of these needs a code of an app that was just added: totps.test.ts has the whole way.
    confirmTotp: { ...aboutOneself(() => ({ code: '000000' }), 'not_found'), says: 'invalid_input' },
    removeTotp: { ...aboutOneself(() => ({}), 'not_found'), says: 'not_found' },
    makeRecoveryCodes: { ...aboutOneself(() => ({}), 'not_found'), says: 'not_found' },
    removeSecondFactor: {
      ...inEnvironment(async () => ({ email: (await newPerson(test)).email })),
      says: 'not_found',
    },
    describeProof: aboutOneself(() => ({}), 'not_found'),
    beginPasskeyProof: aboutOneself(() => ({}), 'not_found'),
    proveSession: aboutOneself(
      (_, by) => ({ password: 'password' in by ? String(by.password) : 'x' }),
      'not_found',
    ),
    listPasskeys: aboutOneself(() => ({}), 'not_found'),
    beginPasskey: aboutOneself(() => ({}), 'not_found'),
    addPasskey: aboutOneself(async (_, by) => ({ response: await newPasskey(by) }), 'not_found'),
    renamePasskey: aboutOneself(async (_, by) => ({ id: await ownPasskey(by), name: 'Mine' }), 'not_found'),
    removePasskey: aboutOneself(async (_, by) => ({ id: await ownPasskey(by) }), 'not_found'),
    beginPasskeySession: anywhere(() => ({})),
    // Of a passkey that nobody knows: passkeys.test.ts signs in with others.
    createSessionByPasskey: {
      ...anywhere(async () => {
        const authenticator = new Authenticator();
        return {
          response: authenticator.sign((await test.vault.beginPasskeySession(test.nobody, {})).options),
        };
      }),
      says: 'invalid_credentials',
    },
    beginPasskeyByLink: anywhere(async () => ({ token: (await newPerson(test)).passwordToken })),
    choosePasskey: anywhere(async () => {
      const { passwordToken: token } = await newPerson(test);
      const { options } = await test.vault.beginPasskeyByLink(test.nobody, { token });
      return { token, response: new Authenticator().make(options) };
    }),

    describeEnvironment: inEnvironment(() => ({})),
    updateEnvironment: inEnvironment(() => ({ name: name() })),

    createApiKey: [
      inOrganization(({ id }) => ({ name: 'A key', organizationId: id, scopes: ['describe'] })),
      inEnvironment(() => ({ name: 'A key', scopes: ['describe'] })),
    ],
    listApiKeys: anywhere(() => ({})),
    describeOwnApiKey: anywhere(() => ({})),
    rotateApiKey: inOrganization(async (at) => ({ id: await at.apiKey(), overlapDays: 0 })),
    revokeApiKey: inOrganization(async (at) => ({ id: await at.apiKey() })),

    listMembers: [
      inOrganization(({ id }) => ({ organizationId: id })),
      inEnvironment(() => ({ organizationId: null })),
    ],
    changeRole: inOrganization(async (at) => ({
      organizationId: at.id,
      userId: (await at.member()).id,
      role: 'viewer',
    })),
    removeMember: inOrganization(async (at) => ({ organizationId: at.id, userId: (await at.member()).id })),
    transferRole: {
      ...inOrganization(async (at) => ({ organizationId: at.id, userId: (await at.member()).id })),
      forItsOwn: true,
      spends: true,
    },
    createInvitation: [
      inOrganization(({ id }) => ({ organizationId: id, role: 'viewer', email: email() })),
      inEnvironment(() => ({ organizationId: null, role: 'auditor', email: email() })),
    ],
    listInvitations: [
      inOrganization(({ id }) => ({ organizationId: id })),
      inEnvironment(() => ({ organizationId: null })),
    ],
    revokeInvitation: inOrganization(async (at) => ({ id: (await at.invitation()).id })),
    describeInvitation: anywhere(async (at) => ({ token: (await at.invitation()).token })),
    acceptInvitation: anywhere(async (_, by) => {
      // Who has an account is invited themselves; everybody else makes one.
      const { id: organizationId } = await test.newOrganization('Invites');
      const invited = {
        organizationId,
        role: 'viewer',
        email: 'email' in by ? String(by.email) : email(),
      } as const;
      const { token } = await test.vault.createInvitation(test.operator, invited);
      return { token, name: 'Ada', password };
    }),
    beginPasskeyByInvitation: anywhere(async (at) => ({ token: (await at.invitation()).token, name: 'Ada' })),
    acceptInvitationByPasskey: anywhere(async (at) => {
      const given = { token: (await at.invitation()).token, name: 'Ada' };
      const { options } = await test.vault.beginPasskeyByInvitation(test.nobody, given);
      return { ...given, response: new Authenticator().make(options) };
    }),

    createUser: inEnvironment(() => ({ email: email(), name: 'Ada', grants: [{ role: 'auditor' }] })),
    makePasswordLink: inEnvironment(async () => ({ email: (await newPerson(test)).email })),
    choosePassword: anywhere(async () => ({ token: (await newPerson(test)).passwordToken, password })),
    describeSetup: anywhere(() => ({})),
    makeSetupLink: inEnvironment(() => ({})),
    // The vault of a test has people: to set it up is over.
    completeSetup: {
      ...anywhere(() => ({
        token: 'used',
        name: 'Ada',
        email: email(),
        password,
        organizationName: 'Acme',
      })),
      says: 'link_invalid',
    },
    createSession: anywhere(async () => {
      const { email: known, password: right } = await test.newUser('auditor');
      return { email: known, password: right };
    }),
    describeSession: anywhere(() => ({})),
    revokeSession: aboutOneself(() => ({}), 'not_found', { spends: true }),
    createBackup: inEnvironment(() => {
      const file = path.join(path.dirname(test.path), `${randomUUID()}.db`);
      process.once('exit', () => rmSync(file, { force: true }));
      return { file };
    }),
  };
}

const UNRESTRICTED = { subjects: [], needsApproval: false };
const PROVIDER = {
  name: 'Login',
  issuer: 'https://login.example.com',
  clientId: 'client',
  clientSecret: 'a client secret',
};
const BROWSER = 'a token that the browser keeps meanwhile';
const FORGED_CLAIMS = { state: 'none', claims: '{}', voucher: 'none' };

/** Of one operation, without the type of its input. */
export const linesOf = (lines: Lines, verb: Verb): readonly Line[] => [lines[verb] ?? []].flat();

/** Somebody who may nothing that matters here, with a link to choose a password. */
async function newPerson(test: TestVault) {
  const made = await test.vault.createUser(test.operator, {
    email: `${randomUUID()}@example.com`,
    name: 'Some person',
    grants: [{ role: 'auditor' }],
  });
  return { ...made, passwordToken: made.passwordToken ?? '' };
}

/** One organization's things, made by the most powerful there are. The names of its secrets begin as told. */
export function placeOf(
  test: TestVault,
  makers: { readonly key: Caller; readonly owner: SessionCaller },
  organizationId: string,
  begin = 'usual/',
): Place {
  const { vault, operator } = test;
  const { key } = makers;
  const context = { organization_id: organizationId };
  let asks: Promise<SessionCaller> | undefined;
  /** By hand: who marks it needs a proof, and has none in each test. */
  const marked = async () => {
    const { id } = await secret();
    const { query } = test.database;
    await test.database.commit([
      query.update(secrets).set({ needsApproval: true }).where(eq(secrets.id, id)),
    ]);
    return id;
  };
  const secret = () => vault.createSecret(key, { name: `${begin}${randomUUID()}`, value: 'v', context });
  return {
    id: organizationId,
    secret,
    async trashed() {
      const made = await secret();
      await vault.deleteSecret(key, { id: made.id });
      return made;
    },
    async changed() {
      const { id, versionId: oldVersionId } = await secret();
      const { versionId } = await vault.updateSecret(key, { id, value: 'second' });
      return { id, versionId, oldVersionId };
    },
    dataKey: async () => (await vault.createDataKey(key, { context })).encryptedKeys,
    apiKey: async () =>
      (await vault.createApiKey(operator, { name: 'A key', organizationId, scopes: ['describe'] })).id,
    async member() {
      const email = `${randomUUID()}@example.com`;
      const grants = [{ role: 'reader', organizationId }] as const;
      const { id } = await vault.createUser(operator, { email, name: 'A member', grants: [...grants] });
      return { id, email };
    },
    async invitation() {
      const invited = { organizationId, role: 'viewer', email: `${randomUUID()}@example.com` } as const;
      const { id, token } = await vault.createInvitation(operator, invited);
      return { id, token };
    },
    async departure() {
      const { id: userId } = await this.member();
      await vault.removeMember(operator, { organizationId, userId });
      const { items } = await vault.listDepartures(makers.owner, { organizationId, limit: 1 });
      return items[0]?.id ?? '';
    },
    marked,
    async request() {
      asks ??= test.newUser({ role: 'admin', organizationId });
      return (await vault.requestApproval(await asks, { id: await marked(), reason: 'to see' })).id;
    },
    async approved() {
      // Somebody who has just proven who they are.
      const agrees = await test.newUser({ role: 'admin', organizationId });
      return (await vault.approveRequest(agrees, { id: await this.request() })).id;
    },
    async identityProvider() {
      // There may be ten in one place.
      for (const { id } of await vault.listIdentityProviders(operator, { organizationId }))
        await vault.deleteIdentityProvider(operator, { id });
      return (await vault.createIdentityProvider(operator, { organizationId, ...PROVIDER })).id;
    },
  };
}

/** What came of one call: `worked` with the result, or the code of its error, with all that the caller is told. */
export interface Outcome {
  readonly what: string;
  readonly told: string;
}

export async function callVault(test: TestVault, verb: Verb, by: Caller, input: unknown): Promise<Outcome> {
  const perform = test.vault[verb] as (caller: Caller, given: unknown) => Promise<unknown>;
  return perform(by, input).then(
    (result) => ({ what: 'worked', told: JSON.stringify(result) ?? '' }),
    ({ code, message, fields, current }: VaultError) => ({
      what: code ?? `a fault: ${message}`,
      told: JSON.stringify([code, message, fields, current]),
    }),
  );
}

/** An organization that never was, with things that never were. */
export const NOWHERE: Place = {
  id: 'org_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  secret: async () => ({ id: 'secret_none', name: 'none', versionId: 'version_none' }),
  trashed: async () => ({ id: 'secret_none', name: 'none' }),
  changed: async () => ({ id: 'secret_none', versionId: 'version_none', oldVersionId: 'version_older' }),
  dataKey: async () => 'AAAA',
  apiKey: async () => 'key_none',
  member: async () => ({ id: 'user_none', email: 'none@example.com' }),
  invitation: async () => ({ id: 'invitation_none', token: 'none' }),
  departure: async () => 'departure_none',
  identityProvider: async () => 'provider_none',
  marked: async () => 'secret_none',
  request: async () => 'approval_none',
  approved: async () => 'approval_none',
};
