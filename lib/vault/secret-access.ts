import { z } from 'zod';
import { ABILITIES, type Ability, ALL_ABILITIES } from './abilities';
import { bearersOf, mayOpen, toOpened } from './bearers';
import { secretId } from './inputs';
import { operation } from './operation';
import type { Actor, Role } from './policy';
import { lastReadersOf, type Receipt } from './receipts';
import { describeSubjects, type Subject } from './restriction-subjects';
import { findLive } from './secret-rows';

/** Somebody, or some program, that may read a secret, and the rule by which. */
export interface Reader {
  readonly id: string;
  readonly name: string;
  /** `key`: an API key. */
  readonly role: Role;
  /** By a right to the whole environment, and not to the secret's organization alone. */
  readonly everywhere: boolean;
}

export interface SecretAccess {
  /** The last few who saw a value of it, the newest first, each once. */
  readonly lastReads: readonly Receipt[];
  /** People first, each kind by name. */
  readonly readers: readonly Reader[];
  /** There are more than are told. */
  readonly more: boolean;
  /** Whom its restriction names, if it has one. */
  readonly named: readonly Subject[];
  /** What whoever asks may do with it, with an approval where one is needed. */
  readonly yours: readonly Ability[];
}

/** Who may read a live secret now, and who read it last. */
export const describeAccess = operation({
  name: 'secret.access',
  input: z.strictObject(secretId),
  async run(work, which) {
    const row = await findLive(work, which);
    const secret = await toOpened(work, row);
    const { people, keys, more } = await bearersOf(work, row.organizationId);
    const reads = (actor: Actor) => mayOpen(actor, 'secret.read', secret);
    const persons = people.flatMap((actor) =>
      actor.grants.flatMap((grant): Reader[] => {
        if (!reads({ ...actor, grants: [grant] })) return [];
        const { id, name } = actor;
        return [{ id, name, role: grant.role, everywhere: grant.organizationId === null }];
      }),
    );
    const programs = keys.filter(reads).map(({ id, name, bounds }): Reader => {
      return { id, name, role: 'key', everywhere: bounds?.organizationId === null };
    });
    const result: SecretAccess = {
      lastReads: await lastReadersOf(work, row),
      readers: [persons, programs].flatMap(byName),
      more,
      named: await describeSubjects(work, row.organizationId, (secret.named ?? []).toSorted()),
      yours: ALL_ABILITIES.filter((ability) => mayOpen(work.actor, ABILITIES[ability], secret)),
    };
    return {
      result,
      events: { unrecorded: 'names of people and of keys, and their rights, are no secrets' },
    };
  },
});

const byName = (readers: readonly Reader[]): Reader[] =>
  readers.toSorted((a, b) => Number(b.everywhere) - Number(a.everywhere) || a.name.localeCompare(b.name));
