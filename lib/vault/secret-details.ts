import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { secrets } from '../db/schema';
import { about } from './event-rows';
import { instant, secretId, wellFormed, words } from './inputs';
import { type Outcome, operation } from './operation';
import { findLive, type SecretMetadata, type SecretRow, stillAt, toMetadata } from './secret-rows';

/** What people write about a secret, in clear. */
export type Details = Pick<SecretRow, 'note' | 'tags' | 'expiresAt' | 'rotateEveryDays'>;

const MOST = { noteChars: 2000, tags: 20, tagChars: 40, days: 3650 } as const;
const CONTROL_BUT_BREAKS = /(?![\n\t])\p{Cc}/u;
const daysWords = `Give a whole number of days, 1 to ${MOST.days}.`;

const noteText = z
  .string('A note must be text.')
  .max(MOST.noteChars, `A note may have at most ${MOST.noteChars} characters.`)
  .refine(...wellFormed('A note'))
  .refine((text) => !CONTROL_BUT_BREAKS.test(text), 'A note must not hold control characters.');

const tag = words('A tag', MOST.tagChars).refine(
  (text) => text.trim() === text && !text.includes(','),
  'A tag must not hold commas, or begin or end with a blank.',
);

/** Each is left as it is if it is not given. */
export const details = {
  note: noteText.optional(),
  tags: z
    .array(tag)
    .max(MOST.tags, `A secret may have at most ${MOST.tags} tags.`)
    .transform((given) => [...new Set(given)])
    .optional(),
  expiresAt: instant.nullable().optional(),
  rotateEveryDays: z.number(daysWords).int(daysWords).min(1, daysWords).max(MOST.days, daysWords).nullish(),
};

type Given = z.output<z.ZodObject<typeof details>>;

export const NO_DETAILS: Details = { note: '', tags: [], expiresAt: null, rotateEveryDays: null };

/** @returns `before` with what is given. */
export function withDetails(before: Details, given: Given): Details {
  const { note = before.note, tags = before.tags } = given;
  const { expiresAt = before.expiresAt, rotateEveryDays = before.rotateEveryDays } = given;
  return { note, tags, expiresAt, rotateEveryDays };
}

/** The version stays, and so does the time at which the value was written. The trail names what was changed, not the words. */
export const updateDetails = operation({
  name: 'secret.update_details',
  input: z.strictObject({ ...secretId, ...details }),
  async run(work, { id, organizationId, ...given }): Promise<Outcome<SecretMetadata>> {
    const { database } = work;
    const row = await findLive(work, { id, organizationId });
    const after = withDetails(row, given);
    const changed = (Object.keys(after) as (keyof Details)[]).filter(
      (key) => JSON.stringify(after[key]) !== JSON.stringify(row[key]),
    );
    const result = toMetadata({ ...row, ...after });
    if (changed.length === 0) return { result, events: [{ type: 'vault.metadata.read', ...about(row) }] };
    return {
      result,
      writes: [
        expectThat(database, stillAt(row)),
        database.query.update(secrets).set(after).where(eq(secrets.id, row.id)),
      ],
      events: [{ type: 'vault.details.updated', ...about(row), data: { kv_name: row.name, changed } }],
      conflict: () => Promise.resolve('again' as const),
    };
  },
});

/** When a secret wants attention, in ISO 8601; null where nothing was said. */
export function remindersOf({
  updatedAt,
  expiresAt,
  rotateEveryDays,
}: Pick<SecretRow, 'updatedAt' | 'expiresAt' | 'rotateEveryDays'>): {
  readonly expiresAt: string | null;
  readonly rotateBy: string | null;
} {
  if (rotateEveryDays === null) return { expiresAt, rotateBy: null };
  const rotateBy = new Date(Date.parse(updatedAt) + rotateEveryDays * 86_400_000).toISOString();
  return { expiresAt, rotateBy };
}
