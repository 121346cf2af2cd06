import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { environments } from '../db/schema';
import { changesIn } from './changes';
import { environmentName } from './inputs';
import { operation, type Work } from './operation';

/** For so long a proof of who somebody is may count. */
export const STEP_UP = { least: 1, most: 720, usual: 15 } as const;

export interface Environment {
  readonly id: string;
  readonly name: string;
  /** For so many minutes a proof of who somebody is counts. */
  readonly stepUpMinutes: number;
  /** False: its owners and administrators run the vault without opening a value. */
  readonly administratorsReadValues: boolean;
  readonly createdAt: string;
}

export const describeEnvironment = operation({
  name: 'environment.describe',
  input: z.strictObject({}),
  async run(work) {
    return {
      result: await findEnvironment(work),
      events: { unrecorded: 'the rules of the house are no secrets' },
    };
  },
});

const MINUTES = `Give ${STEP_UP.least} to ${STEP_UP.most} minutes.`;

const NAMES = {
  name: 'name',
  stepUpMinutes: 'step_up_minutes',
  administratorsReadValues: 'administrators_read_values',
} as const;

/** Changes what is given and leaves the rest. */
export const updateEnvironment = operation({
  name: 'environment.update',
  input: z.strictObject({
    name: environmentName.optional(),
    stepUpMinutes: z
      .number(MINUTES)
      .int(MINUTES)
      .min(STEP_UP.least, MINUTES)
      .max(STEP_UP.most, MINUTES)
      .optional(),
    administratorsReadValues: z.boolean().optional(),
  }),
  async run(work, given) {
    const { database } = work;
    const before = await findEnvironment(work);
    const result: Environment = {
      ...before,
      name: given.name ?? before.name,
      stepUpMinutes: given.stepUpMinutes ?? before.stepUpMinutes,
      administratorsReadValues: given.administratorsReadValues ?? before.administratorsReadValues,
    };
    const { name, stepUpMinutes, administratorsReadValues } = result;
    const changed = changesIn(NAMES, before, result);
    if (Object.keys(changed).length === 0) return { result, events: { unrecorded: 'nothing was changed' } };
    return {
      result,
      writes: [
        // What the trail says it was.
        expectThat(
          database,
          sql`exists (select 1 from ${environments} where ${environments.id} = ${before.id}
            and ${environments.name} = ${before.name} and ${environments.stepUpMinutes} = ${before.stepUpMinutes}
            and ${environments.administratorsReadValues} = ${before.administratorsReadValues})`,
        ),
        database.query
          .update(environments)
          .set({ name, stepUpMinutes, administratorsReadValues })
          .where(eq(environments.id, before.id)),
      ],
      events: [{ type: 'environment.updated', organizationId: null, data: { changed } }],
    };
  },
});

async function findEnvironment({ database, environmentId }: Work): Promise<Environment> {
  const [row] = await database.query
    .select({
      id: environments.id,
      name: environments.name,
      stepUpMinutes: environments.stepUpMinutes,
      administratorsReadValues: environments.administratorsReadValues,
      createdAt: environments.createdAt,
    })
    .from(environments)
    .where(eq(environments.id, environmentId));
  if (!row) throw new Error('A vault has its environment from its first start on.');
  return row;
}
