import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessions } from '../db/schema';
import type { Caller } from './actor';
import { roleSubject } from './policy';
import { openTestVault } from './test-support';

/**
 * Whatever administrators and members do in whatever order: a value is opened only to somebody whom the restriction
 * names and, of a marked secret, who holds an approval that another person gave and whose time is not up; and there are
 * as many events of reads as values that were opened.
 */
const PEOPLE = ['admin', 'owner', 'editor', 'reader'] as const;
type Person = (typeof PEOPLE)[number];

/** Most often the same, so that what they do meets. */
const person = fc.constantFrom<Person>('editor', 'editor', 'editor', 'reader', 'admin', 'owner');
const decider = fc.constantFrom<Person>('owner', 'owner', 'admin', 'editor');
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('restrict' as const),
      people: fc.oneof(fc.constant<Person[]>([]), fc.subarray([...PEOPLE])),
      editors: fc.boolean(),
      key: fc.boolean(),
      marked: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), who: person }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('approve' as const, 'deny' as const, 'end' as const),
      who: person,
      by: decider,
      minutes: fc.integer({ min: 15, max: 90 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who: person }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ max: 60, min: 1 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('read' as const, 'readVersion' as const, 'export' as const),
      who: fc.oneof({ weight: 5, arbitrary: person }, { weight: 1, arbitrary: fc.constant('key' as const) }),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** So that each run has seen all of it. */
const EXAMPLE: Step[] = [
  { do: 'read', who: 'editor' },
  { do: 'restrict', people: ['editor'], editors: false, key: false, marked: true },
  { do: 'read', who: 'admin' },
  { do: 'read', who: 'editor' },
  { do: 'ask', who: 'editor' },
  { do: 'approve', who: 'editor', by: 'editor', minutes: 15 },
  { do: 'approve', who: 'editor', by: 'owner', minutes: 15 },
  { do: 'read', who: 'editor' },
  { do: 'wait', minutes: 15 },
  { do: 'read', who: 'editor' },
];

describe('opened values', () => {
  it('are those that somebody was let to open, each with its event, in every order of what can be done', async () => {
    let [opened, kept, seen] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50 }), async (steps) => {
        const test = await openTestVault();
        const { vault, clock } = test;
        const org = (await test.newOrganization()).id;
        const key = await test.newKey(org);
        const member = (role: 'admin' | 'editor' | 'reader') => test.newUser({ role, organizationId: org });
        const callers = {
          admin: await member('admin'),
          owner: await test.newUser('owner'),
          editor: await member('editor'),
          reader: await member('reader'),
        };
        const byName = (who: Person | 'key'): Caller => (who === 'key' ? key : callers[who]);
        const context = { organization_id: org };
        const { id, versionId } = await vault.createSecret(key, { name: 's', value: 'v', context });
        // A free one, so that an export is never empty.
        await vault.createSecret(key, { name: 'free', value: 'v', context });

        let now = { subjects: [] as string[], needsApproval: false };
        /** Until when each may open a marked one. */
        const openUntil = new Map<Person, number>();
        const waiting = new Set<Person>();
        const requests = new Map<Person, string>();
        let values = 0;

        const named = (who: Person | 'key'): boolean => {
          const as =
            who === 'key'
              ? [key.keyId]
              : [
                  callers[who].userId,
                  roleSubject({ organizationId: who === 'owner' ? null : org, role: who }),
                ];
          return now.subjects.length === 0 || now.subjects.some((one) => as.includes(one));
        };
        const isOpen = (who: Person) => (openUntil.get(who) ?? 0) > clock.now().getTime();
        const mayOpen = (who: Person | 'key') =>
          named(who) && (!now.needsApproval || (who !== 'key' && isOpen(who)));
        const works = (attempt: Promise<unknown>) => attempt.then(() => true, refused);

        for (const one of steps) {
          switch (one.do) {
            case 'restrict': {
              const subjects = [
                ...one.people.map((who) => callers[who].userId),
                ...(one.editors ? [roleSubject({ organizationId: org, role: 'editor' })] : []),
                ...(one.key ? [key.keyId] : []),
              ];
              const next = { subjects, needsApproval: one.marked };
              await vault.changeRestriction(callers.admin, { id, ...next, was: now });
              now = next;
              break;
            }
            case 'ask': {
              const asked = vault.requestApproval(byName(one.who), { id, reason: 'why' });
              const may = named(one.who) && now.needsApproval;
              expect(await works(asked)).toBe(may);
              if (!may) break;
              requests.set(one.who, (await asked).id);
              if (!isOpen(one.who)) waiting.add(one.who);
              break;
            }
            case 'approve': {
              const request = { id: requests.get(one.who) ?? 'approval_none', minutes: one.minutes };
              const decides = one.by === 'admin' || one.by === 'owner';
              const may =
                decides && one.by !== one.who && waiting.has(one.who) && now.needsApproval && named(one.who);
              expect(await works(vault.approveRequest(byName(one.by), request))).toBe(may);
              if (!may) break;
              waiting.delete(one.who);
              openUntil.set(one.who, clock.now().getTime() + one.minutes * 60_000);
              break;
            }
            case 'deny':
            case 'end':
            case 'withdraw': {
              const by = 'by' in one ? one.by : one.who;
              const request = { id: requests.get(one.who) ?? 'approval_none' };
              const [work, from] = {
                deny: [vault.denyRequest, waiting.has(one.who)] as const,
                end: [vault.endApproval, isOpen(one.who)] as const,
                withdraw: [vault.withdrawRequest, waiting.has(one.who) || isOpen(one.who)] as const,
              }[one.do];
              const decides = (by === 'admin' || by === 'owner') && by !== one.who;
              const may = from && (one.do === 'withdraw' || decides);
              expect(await works(work(byName(by), request))).toBe(may);
              if (!may) break;
              waiting.delete(one.who);
              openUntil.delete(one.who);
              break;
            }
            case 'wait': {
              clock.advance(one.minutes * 60_000);
              const { query } = test.database;
              await test.database.commit([
                query.update(sessions).set({ provenAt: clock.now().toISOString() }),
              ]);
              break;
            }
            case 'export': {
              if (one.who !== 'admin' && one.who !== 'owner') break;
              const how = { reason: 'r', format: 'json', encryption: 'none' } as const;
              const exported = await vault.exportSecrets(byName(one.who), { organizationId: org, ...how });
              expect(exported.secrets).toHaveLength(named(one.who) && !now.needsApproval ? 2 : 1);
              values += exported.secrets.length;
              break;
            }
            default: {
              const by = byName(one.who);
              const read =
                one.do === 'read' ? vault.readSecret(by, { id }) : vault.readVersion(by, { id, versionId });
              const worked = await works(read);
              expect(worked, `${one.who} reads`).toBe(mayOpen(one.who));
              values += worked ? 1 : 0;
              if (worked && now.needsApproval) seen++;
              if (!worked) kept++;
            }
          }
        }
        const [row] = await test.database.query.values<[number]>(
          `select count(*) from events where type = 'vault.data.read'`,
        );
        expect(row?.[0]).toBe(values);
        opened += values;
        await test.close();
      }),
      { numRuns: 10, examples: [[EXAMPLE]], endOnFailure: true },
    );
    // The steps led to all of it, or nothing was shown.
    expect(Math.min(opened, kept, seen)).toBeGreaterThan(0);
  }, 120_000);
});

const REFUSALS = ['forbidden', 'not_found', 'approval_required', 'invalid_input', 'version_mismatch'];
function refused(error: { code?: string }): boolean {
  if (REFUSALS.includes(error.code ?? '')) return false;
  throw error;
}
