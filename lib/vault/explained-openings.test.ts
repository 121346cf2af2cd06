import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiKeys,
  approvals,
  environments,
  grants,
  organizations,
  secretRestrictions,
  secrets,
  sessions,
} from '../db/schema';
import type { Caller } from './actor';
import type { Asked, ExplainedAbility } from './explanations';
import { ENVIRONMENT_ROLES, ORGANIZATION_ROLES } from './policy';
import {
  type ApiKeyCaller,
  claimsOf,
  comeBack,
  newProvider,
  newVerifiedOrganization,
  openTestVault,
  type SessionCaller,
  signInAt,
  type TestVault,
} from './test-support';

/**
 * What is explained about revealing a value is what reading it does: with all that is asked for it opens, and with less
 * it is refused for what is missing. Requests for approvals are made, decided, used and forgotten for real.
 */
let test: TestVault;
let acme: string;
let secretId: string;
let owner: SessionCaller;
let ada: SessionCaller;
let bob: SessionCaller;
let key: ApiKeyCaller;
/** Ada's at her organization's own provider. */
let there: Caller;

beforeAll(async () => {
  test = await openTestVault();
  acme = (await newVerifiedOrganization(test)).id;
  owner = await test.newUser('owner');
  ada = await test.newUser({ role: 'reader', organizationId: acme });
  bob = await test.newUser({ role: 'reader', organizationId: acme });
  key = await test.newKey(acme);
  const context = { organization_id: acme };
  secretId = (await test.vault.createSecret(key, { name: 's', value: 'v', context })).id;
  const { id } = await newProvider(test, acme);
  const claims = claimsOf();
  await test.vault.linkIdentity(ada, await comeBack(test, id, claims, ada));
  there = await signInAt(test, id, claims);
});
afterAll(() => test.close());

const MINUTE_MS = 60_000;
const ask = (by: Caller) => test.vault.requestApproval(by, { id: secretId, reason: 'The outage' });
const approve = async (by: Caller) => {
  const { id } = await ask(by);
  await test.vault.approveRequest(owner, { id });
  return id;
};
const wait = async (minutes: number) => {
  test.clock.advance(minutes * MINUTE_MS);
  await prove(0);
};

/** What came of a request of Ada's, or of somebody else's; whether it lets her open. */
const APPROVALS = {
  none: { opens: false, make: async () => {} },
  waiting: { opens: false, make: () => ask(ada) },
  approved: { opens: true, make: () => approve(ada) },
  used: {
    opens: true,
    async make() {
      await approve(ada);
      await test.vault.readSecret(ada, { id: secretId });
    },
  },
  over: { opens: false, make: async () => [await approve(ada), await wait(60)] },
  expired: { opens: false, make: async () => [await ask(ada), await wait(24 * 60)] },
  denied: {
    opens: false,
    make: async () => test.vault.denyRequest(owner, { id: (await ask(ada)).id }),
  },
  'ended early': {
    opens: false,
    make: async () => test.vault.endApproval(owner, { id: await approve(ada) }),
  },
  'given up': { opens: false, make: async () => test.vault.withdrawRequest(ada, { id: await approve(ada) }) },
  'another’s': { opens: false, make: () => approve(bob) },
} as const;
type ApprovalState = keyof typeof APPROVALS;

const NAMED = ['ada', 'bob', 'key', 'readers', 'administrators'] as const;
const dealt = fc.record({
  environment: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constantFrom(...ENVIRONMENT_ROLES) },
  ),
  acme: fc.constantFrom(null, ...ORGANIZATION_ROLES),
  administratorsReadValues: fc.boolean(),
  named: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray([...NAMED]) },
  ),
  marked: fc.boolean(),
  approval: fc.constantFrom(...(Object.keys(APPROVALS) as ApprovalState[])),
  requireReason: fc.boolean(),
  requireSso: fc.boolean(),
  keyOfAda: fc.boolean(),
  /** What is brought. */
  proven: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  reason: fc.option(fc.constant('The outage'), { nil: undefined }),
});
type Dealt = typeof dealt extends fc.Arbitrary<infer One> ? One : never;

/** Every session is good, and was proven so many minutes ago. */
function prove(minutesAgo: number): Promise<void> {
  const now = test.clock.now().getTime();
  const provenAt = new Date(now - minutesAgo * MINUTE_MS).toISOString();
  const expiresAt = new Date(now + 60 * MINUTE_MS).toISOString();
  return test.database.commit([test.database.query.update(sessions).set({ provenAt, expiresAt })]);
}

/** Ada reads, and the secret is marked: so that whatever is asked for can be. */
const USUAL: Dealt = {
  environment: null,
  acme: 'reader',
  administratorsReadValues: true,
  named: null,
  marked: true,
  approval: 'none',
  requireReason: false,
  requireSso: false,
  keyOfAda: false,
  proven: true,
  reason: undefined,
};

async function deal(hand: Dealt): Promise<void> {
  await set(USUAL);
  await test.database.commit([test.database.query.delete(approvals)]);
  await APPROVALS[hand.approval].make();
  await set(hand);
}

async function set(hand: Dealt): Promise<void> {
  const { query } = test.database;
  const at = test.clock.now().toISOString();
  const roles = [
    [null, hand.environment],
    [acme, hand.acme],
  ] as const;
  const subjects = {
    ada: ada.userId,
    bob: bob.userId,
    key: key.keyId,
    readers: `role:${acme}:reader`,
    administrators: 'role:environment:admin',
  };
  const { administratorsReadValues, requireReason, requireSso } = hand;
  await test.database.commit([
    query.delete(grants).where(eq(grants.userId, ada.userId)),
    ...roles.flatMap(([organizationId, role], index) => {
      const id = `grant_${index}`;
      return role
        ? [query.insert(grants).values({ id, userId: ada.userId, organizationId, role, createdAt: at })]
        : [];
    }),
    query.update(environments).set({ administratorsReadValues }),
    query.update(organizations).set({ requireReason, requireSso }).where(eq(organizations.id, acme)),
    query
      .update(apiKeys)
      .set({ createdById: hand.keyOfAda ? ada.userId : 'operator' })
      .where(eq(apiKeys.id, key.keyId)),
    query.delete(secretRestrictions).where(eq(secretRestrictions.secretId, secretId)),
    query
      .update(secrets)
      .set({ restrictedAt: hand.named && at, needsApproval: hand.marked })
      .where(eq(secrets.id, secretId)),
    ...(hand.named ?? []).map((one) =>
      query.insert(secretRestrictions).values({ secretId, subject: subjects[one] }),
    ),
  ]);
  await prove(hand.proven ? 0 : 16);
}

const EXAMPLES: Partial<Dealt>[] = [
  ...(Object.keys(APPROVALS) as ApprovalState[]).map((approval) => ({ approval })),
  { marked: false, requireSso: true },
  { marked: false, requireReason: true },
  { marked: false, proven: false },
  // A role that reads, in one session, and a role that is named, in another one.
  {
    environment: 'admin',
    administratorsReadValues: false,
    named: ['administrators'],
    marked: false,
    requireSso: true,
  },
];

/** By whom it is asked makes no difference: the command line has nothing to prove. */
async function explain(subjectId: string): Promise<ExplainedAbility> {
  const { abilities } = await test.vault.explainAccess(test.operator, { id: secretId, subjectId });
  return abilities.find(({ ability }) => ability === 'reveal') as ExplainedAbility;
}

/** What is asked for first is missed first. */
const MISSED = {
  single_sign_on: 'refused',
  address: 'refused',
  proof: 'proof_required',
  approval: 'approval_required',
  reason: 'reason_required',
} as const satisfies Record<Asked, string>;

function expected({ allowed, asks }: ExplainedAbility, brought: Record<Asked, boolean>): string {
  if (!allowed) return 'refused';
  const missing = (Object.keys(MISSED) as Asked[]).find((one) => asks.includes(one) && !brought[one]);
  return missing === undefined ? 'opened' : MISSED[missing];
}

const reading = (by: Caller, reason: string | undefined): Promise<string> =>
  test.vault.readSecret(by, { id: secretId, ...(reason ? { reason } : {}) }).then(
    () => 'opened',
    ({ code }: { code: string }) => (['forbidden', 'not_found'].includes(code) ? 'refused' : code),
  );

describe('what is explained about a value', () => {
  it('is what reading it does, whatever is asked for and brought', { timeout: 120_000 }, async () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(dealt, async (hand) => {
        await deal(hand);
        const explained = await explain(ada.userId);
        const { proven: proof, reason } = hand;
        const approval = APPROVALS[hand.approval].opens;
        for (const [by, single_sign_on] of [
          [ada, false],
          // It is less of Ada than her own sign-in, unless that is what is asked for.
          ...(explained.asks.includes('single_sign_on') ? ([[there, true]] as const) : []),
        ] as const) {
          const brought = { proof, reason: reason !== undefined, approval, single_sign_on, address: true };
          const wanted = expected(explained, brought);
          const is = await reading(by, reason);
          const said = `${JSON.stringify(explained)} and ${JSON.stringify(brought)}`;
          // Whoever has some right somewhere is asked who they are before they are told that it is not enough.
          if (wanted === 'refused' && !proof) expect(['refused', 'proof_required'], said).toContain(is);
          else expect(is, said).toBe(wanted);
          count(single_sign_on ? `${is} there` : is);
          if (explained.asks.includes('approval')) count(`${is} with ${hand.approval}`);
        }
        const { bearers } = await test.vault.listBearers(test.operator, { id: secretId });
        const listed = bearers.find(({ id }) => id === ada.userId)?.may.includes('reveal') ?? false;
        expect(listed).toBe(explained.allowed);
        const ofKey = await explain(key.keyId);
        expect(await reading(key, undefined), JSON.stringify(ofKey)).toBe(expected(ofKey, NOTHING));
        count(ofKey.allowed ? 'a key opened' : 'a key refused');
      }),
      {
        numRuns: 250,
        examples: EXAMPLES.map((hand) => [{ ...USUAL, ...hand }]),
      },
    );
    const states = (Object.keys(APPROVALS) as ApprovalState[]).map((one) =>
      APPROVALS[one].opens ? `opened with ${one}` : `approval_required with ${one}`,
    );
    const outcomes = [...Object.values(MISSED), 'opened', 'opened there', 'a key opened', 'a key refused'];
    expect([...outcomes, ...states].filter((one) => !seen.has(one))).toEqual([]);
  });
});

const NOTHING: Record<Asked, boolean> = {
  proof: false,
  reason: false,
  approval: false,
  single_sign_on: false,
  address: true,
};
