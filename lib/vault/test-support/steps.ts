import { randomUUID } from 'node:crypto';
import type { Caller, SsoClaims, Vault } from '../index';
import { ALL_SCOPES } from '../key-scopes';
import { ENVIRONMENT_ROLES, ORGANIZATION_ROLES } from '../policy';
import { Authenticator } from './authenticator';
import type { TestVault } from './open-test-vault';
import { claimsOf, comeBack } from './single-sign-on';

/** Few people and programs, in a vault of their own, and how each of them is known there. */
export interface World {
  readonly vault: Vault;
  readonly people: { readonly id: string; readonly caller: Caller; readonly email: string }[];
  readonly keys: { readonly id: string; readonly caller: Caller; readonly makerId: string }[];
  readonly sessions: Session[];
  readonly organizations: string[];
  readonly secrets: string[];
  readonly requests: string[];
  readonly invitations: {
    readonly id: string;
    readonly token: string;
    readonly byId: string;
    /** The organization that vouched for whoever wrote it: then it is good for nothing elsewhere. */
    readonly within: string | null;
    readonly email: string;
    readonly organizationId: string | null;
  }[];
  readonly providers: Provider[];
  /** Whom the providers know, and by whose step. */
  readonly identities: { readonly claims: SsoClaims; readonly madeBy: string }[];
  readonly passkeys: { readonly authenticator: Authenticator; readonly madeBy: string }[];
  /** What whoever acts may, by their key, before the step. */
  rightsOf: (key: string) => ReadonlySet<string>;
}

/** A person in a session that is not one of a password. */
export interface Session {
  /** Begins with the person's id. */
  readonly key: string;
  readonly personId: string;
  readonly caller: Caller;
  /** The organization whose provider vouches for it; null: it is all of the person. */
  readonly vouchedFor: string | null;
  /** By whose step there is this way in: it may nothing that they may not. */
  readonly madeBy: string;
}

interface Provider {
  readonly id: string;
  readonly organizationId: string | null;
  readonly issuer: string;
  /** What whoever said which roles it gives could do then. */
  readonly had: ReadonlySet<string>;
}

export interface By {
  readonly caller: Caller;
  /** The person's or the key's. */
  readonly id: string;
  /** Of the session, where it is one of its own. */
  readonly key: string;
  readonly vouchedFor: string | null;
}

/** Who it is that gives, if it is not whoever acts. */
export interface Gives {
  readonly by: string;
  readonly had?: ReadonlySet<string>;
}

export type Step = (
  world: World,
  by: By,
  pick: <T>(from: readonly T[], salt?: number) => T,
) => Promise<unknown>;

const placesAndRoles = (organizations: readonly string[]) => [
  ...ENVIRONMENT_ROLES.map((role) => ({ organizationId: null, role })),
  ...organizations.flatMap((organizationId) => ORGANIZATION_ROLES.map((role) => ({ organizationId, role }))),
];
const EVERY_ROLE = [...ENVIRONMENT_ROLES, ...ORGANIZATION_ROLES];
const PASSWORD = 'a pass phrase that is long';
export const nobody: Caller = { via: 'nobody', requestId: 'x' };
const asSession = (token: string): Caller => ({ via: 'session', token, requestId: 'x' });
const asKey = (token: string): Caller => ({ via: 'api-key', token, requestId: 'x' });
/** The domain that is verified for an organization from the beginning. */
export const domainOf = (organizationId: string): string =>
  `${organizationId.toLowerCase().replaceAll('_', '-')}.example`;

/** What people and programs do to one another's rights. An operation that gives or takes any has its step here. */
export const STEPS: Record<string, Step> = {
  async createUser({ vault, people, organizations }, { caller }, pick) {
    const role = pick(EVERY_ROLE);
    const inEnvironment =
      role === 'owner' || role === 'auditor' || (role === 'admin' && pick([true, false], 1));
    const grant = inEnvironment ? { role } : { role, organizationId: pick(organizations) };
    const email = `${randomUUID()}@example.com`;
    const grants = [grant as { role: 'owner' }];
    const { id } = await vault.createUser(caller, { email, name: 'New', password: PASSWORD, grants });
    const { token } = await vault.createSession(nobody, { email, password: PASSWORD });
    people.push({ id, caller: asSession(token), email });
  },
  async createApiKey({ vault, keys, organizations }, { caller, id: makerId }, pick) {
    const organizationId = pick([null, ...organizations]);
    const scopes = pick([ALL_SCOPES, ['read'], ['describe', 'write']] as const, 1);
    const given = { name: 'K', organizationId, scopes: [...scopes] };
    const { id, token } = await vault.createApiKey(caller, given);
    keys.push({ id, caller: asKey(token), makerId });
  },
  async rotateApiKey({ vault, keys }, { caller, id: makerId }, pick) {
    const old = pick(keys);
    const { id, token } = await vault.rotateApiKey(caller, { id: old.id, overlapDays: pick([0, 7], 1) });
    keys.push({ id, caller: asKey(token), makerId });
  },
  revokeApiKey: ({ vault, keys }, { caller }, pick) => vault.revokeApiKey(caller, { id: pick(keys).id }),
  changeRole: ({ vault, people, organizations }, { caller }, pick) =>
    vault.changeRole(caller, { ...pick(placesAndRoles(organizations)), userId: pick(people, 1).id }),
  removeMember: ({ vault, people, organizations }, { caller }, pick) =>
    vault.removeMember(caller, {
      organizationId: pick([null, ...organizations]),
      userId: pick(people, 1).id,
    }),
  transferRole: ({ vault, people, organizations }, { caller }, pick) =>
    vault.transferRole(caller, {
      organizationId: pick([null, ...organizations]),
      userId: pick(people, 1).id,
    }),
  async createInvitation({ vault, people, organizations, invitations }, by, pick) {
    const known = people.map((one) => one.email);
    const domains = organizations.map((id) => `${randomUUID()}@${domainOf(id)}`);
    const email = pick([`${randomUUID()}@example.com`, ...domains, ...known], 1);
    const place = pick(placesAndRoles(organizations));
    const { id, token } = await vault.createInvitation(by.caller, { ...place, email });
    invitations.push({
      id,
      token,
      byId: by.id,
      within: by.vouchedFor,
      email,
      organizationId: place.organizationId,
    });
  },
  /** Whoever leaves has nothing more to give, not by what they wrote before either. */
  async removeInviter({ vault, invitations, people }, _, pick) {
    const { organizationId, byId } = pick(invitations);
    const [owner] = people;
    if (owner) await vault.removeMember(owner.caller, { organizationId, userId: byId });
  },
  revokeInvitation: ({ vault, invitations }, { caller }, pick) =>
    vault.revokeInvitation(caller, { id: pick(invitations).id }),
  /** Who gives is who invited, whoever has the link. */
  async acceptInvitation({ vault, people, invitations, rightsOf }, { caller }, pick): Promise<Gives> {
    const invitation = pick(invitations);
    const { token, email, byId } = invitation;
    const invited = people.find((one) => one.email === email);
    const accepts = pick([invited?.caller ?? nobody, caller], 1);
    const { userId, isNew } = await vault.acceptInvitation(accepts, {
      token,
      name: 'New',
      password: PASSWORD,
    });
    if (isNew) people.push({ id: userId, caller: nobody, email });
    return { by: byId, had: promisedBy(invitation, rightsOf) };
  },
  async changeRestriction({ vault, secrets: all, people, keys }, { caller, id: own }, pick) {
    const id = pick(all);
    const { subjects, needsApproval } = await vault.describeRestriction(caller, { id });
    const was = { subjects: subjects.map((one) => one.subject), needsApproval };
    const named = pick([[], [own], [pick(people, 1).id], [pick([...keys, ...people], 1).id]]);
    const marked = pick([false, true, true], 1);
    await vault.changeRestriction(caller, { id, subjects: named, needsApproval: marked, was });
  },
  async requestApproval({ vault, secrets: all, requests }, { caller }, pick) {
    requests.push((await vault.requestApproval(caller, { id: pick(all), reason: 'why' })).id);
  },
  approveRequest: ({ vault, requests }, { caller }, pick) =>
    vault.approveRequest(caller, { id: pick(requests) }),
  /** By somebody of those who may decide, or by themselves. */
  async askAndApprove({ vault, secrets: all, people }, { caller, id: own }, pick): Promise<Gives> {
    const { id } = await vault.requestApproval(caller, { id: pick(all), reason: 'why' });
    const themselves = { id: own, caller };
    const decider = pick([themselves, pick(people, 2)], 1);
    await vault.approveRequest(decider.caller, { id });
    return { by: decider.id };
  },
  denyRequest: ({ vault, requests }, { caller }, pick) => vault.denyRequest(caller, { id: pick(requests) }),
  endApproval: ({ vault, requests }, { caller }, pick) => vault.endApproval(caller, { id: pick(requests) }),
  withdrawRequest: ({ vault, requests }, { caller }, pick) =>
    vault.withdrawRequest(caller, { id: pick(requests) }),
  updateEnvironment: ({ vault }, { caller }, pick) =>
    vault.updateEnvironment(caller, { administratorsReadValues: pick([true, false]) }),
  async createOrganization({ vault, organizations }, { caller }) {
    organizations.push((await vault.createOrganization(caller, { name: 'New' })).id);
  },
  deleteOrganization: ({ vault, organizations }, { caller }, pick) =>
    vault.deleteOrganization(caller, { id: pick(organizations), secrets: 'trash' }),
  updateOrganization: ({ vault, organizations }, { caller }, pick) =>
    vault.updateOrganization(caller, { id: pick(organizations), name: 'Renamed' }),
  async createSecret({ vault, organizations, secrets: all }, { caller }, pick) {
    const place = pick([null, ...organizations]);
    const context: Record<string, string> = place ? { organization_id: place } : {};
    all.push((await vault.createSecret(caller, { name: randomUUID(), value: 'v', context })).id);
  },
  deleteSecret: ({ vault, secrets: all }, { caller }, pick) => vault.deleteSecret(caller, { id: pick(all) }),
  restoreSecret: ({ vault, secrets: all }, { caller }, pick) =>
    vault.restoreSecret(caller, { id: pick(all) }),

  async createIdentityProvider({ vault, organizations, providers, rightsOf }, { caller, key }, pick) {
    const organizationId = pick(organizations);
    const issuer = `https://${randomUUID()}.example/`;
    const given = { organizationId, issuer, name: 'P', clientId: 'c', clientSecret: 's' };
    const mapped = { roleClaim: 'groups', roles: { staff: pick(ORGANIZATION_ROLES, 1) } };
    const { id } = await vault.createIdentityProvider(caller, { ...given, ...mapped });
    providers.push({ id, organizationId, issuer, had: rightsOf(key) });
  },
  /** Another role for all whom the directory calls staff. */
  async updateIdentityProvider({ vault, providers, rightsOf }, { caller, key }, pick) {
    const provider = pick(providers);
    const roles = { staff: pick(ORGANIZATION_ROLES, 1) };
    await vault.updateIdentityProvider(caller, { id: provider.id, roles });
    providers.splice(providers.indexOf(provider), 1, { ...provider, had: rightsOf(key) });
  },
  deleteIdentityProvider: ({ vault, providers }, { caller }, pick) =>
    vault.deleteIdentityProvider(caller, { id: pick(providers).id }),
  async linkIdentity({ vault, providers, identities }, { caller, key: madeBy }, pick) {
    const { id, issuer, organizationId } = pick(providers);
    const email = `${randomUUID()}@${organizationId ? domainOf(organizationId) : 'example.com'}`;
    const claims = claimsOf({ issuer, email });
    await vault.linkIdentity(caller, await comeBack(at(vault), id, claims, caller));
    identities.push({ claims, madeBy });
  },
  async removeIdentity({ vault }, { caller }, pick) {
    const { identities } = await vault.describeSingleSignOn(caller, {});
    await vault.removeIdentity(caller, { id: pick(identities).id });
  },
  /** Somebody who is known there, or is new, with the role that the directory says now: another one, or none. */
  async signInAtProvider(world, _, pick): Promise<Gives> {
    const { vault, people, providers, identities, sessions, invitations, rightsOf } = world;
    const { id, issuer, organizationId, had } = pick(providers);
    const invited = invitations.map(({ email }) => email);
    const domain = organizationId ? domainOf(organizationId) : 'example.com';
    const email = pick([`${randomUUID()}@${domain}`, ...(organizationId ? [] : invited)], 1);
    const known = identities.filter(({ claims }) => claims.issuer === issuer);
    const found = pick([null, ...known, ...known], 1);
    const roles = pick([['staff'], ['boss'], ['staff'], []], 1);
    const claims = { ...(found?.claims ?? claimsOf({ issuer, email })), roles };
    const signedIn = await vault.createSsoSession(nobody, await comeBack(at(vault), id, claims));
    const { userId: personId, token } = signedIn;
    let madeBy = found?.madeBy ?? personId;
    if (!people.some((one) => one.id === personId)) {
      people.push({ id: personId, caller: nobody, email });
      // New, or known to nobody any more: from now on it is this person's.
      madeBy = personId;
      const index = found ? identities.indexOf(found) : identities.length;
      identities.splice(index, 1, { claims, madeBy });
    }
    const key = `${personId} at ${id}`;
    keep(sessions, { key, personId, caller: asSession(token), vouchedFor: organizationId, madeBy });
    // Who is new at the environment's provider has what they were invited to.
    const own = invitations.filter((one) => one.email === claims.email);
    const promised = new Set(own.flatMap((one) => [...promisedBy(one, rightsOf)]));
    return { by: 'provider', had: organizationId === null ? promised : had };
  },
  async addPasskey({ vault, passkeys }, { caller, key: madeBy }) {
    const authenticator = new Authenticator();
    const { options } = await vault.beginPasskey(caller, {});
    await vault.addPasskey(caller, { response: authenticator.make(options) });
    passkeys.push({ authenticator, madeBy });
  },
  async removePasskey({ vault }, { caller }, pick) {
    const { items } = await vault.listPasskeys(caller, {});
    await vault.removePasskey(caller, { id: pick(items).id });
  },
  async signInByPasskey({ vault, passkeys, sessions }, _, pick): Promise<Gives> {
    const { authenticator, madeBy } = pick(passkeys);
    const { options } = await vault.beginPasskeySession(nobody, {});
    const response = authenticator.sign(options);
    const { userId: personId, token } = await vault.createSessionByPasskey(nobody, { response });
    const key = `${personId} by ${authenticator.credentialId}`;
    keep(sessions, { key, personId, caller: asSession(token), vouchedFor: null, madeBy });
    return { by: personId };
  },
};

/** It promises no more than its sender has when it is used. */
function promisedBy(
  { byId, within }: World['invitations'][number],
  rightsOf: World['rightsOf'],
): ReadonlySet<string> {
  if (within === null) return rightsOf(byId);
  return new Set([...rightsOf(byId)].filter((right) => right.endsWith(`@${within}`)));
}

/** What the helpers of single sign-on ask of a test's vault. */
const at = (vault: Vault) => ({ vault, nobody }) as unknown as TestVault;

/** Of one kind the newest. */
function keep(sessions: Session[], session: Session): void {
  const index = sessions.findIndex(({ key }) => key === session.key);
  sessions.splice(index === -1 ? sessions.length : index, 1, session);
}

/** Whose session it is, or else who it is. */
export const personOf = (key: string): string => key.split(' ')[0] as string;
