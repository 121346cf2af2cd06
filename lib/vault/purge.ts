import { eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { expectThat } from '../db/client';
import { secrets, secretVersions } from '../db/schema';
import { invalid, notFound } from './errors';
import { about } from './event-rows';
import { secretId } from './inputs';
import { operation } from './operation';
import { findDeleted } from './secret-rows';

/**
 * Out of the trash for good: every version's ciphertext and wrapped key, and the row. `confirmName` is the secret's
 * name, typed by whoever means it. What the trail says of the secret stays.
 */
export const purgeSecret = operation({
  name: 'secret.purge',
  input: z.strictObject({ ...secretId, confirmName: z.string() }),
  async run(work, { confirmName, ...which }) {
    const { database } = work;
    const row = await findDeleted(work, which);
    if (confirmName !== row.name)
      throw invalid('confirmName', 'mismatch', 'This is not the name of the secret.');
    const inTrash = sql`exists (select 1 from ${secrets} where ${secrets.id} = ${row.id} and ${isNotNull(secrets.deletedAt)})`;
    return {
      result: { id: row.id, name: row.name },
      writes: [
        expectThat(database, inTrash),
        database.query.delete(secretVersions).where(eq(secretVersions.secretId, row.id)),
        database.query.delete(secrets).where(eq(secrets.id, row.id)),
      ],
      events: [
        {
          type: 'vault.data.purged',
          ...about(row),
          // One that never was: rows put back from an old copy of the database are behind what the trail remembers.
          writtenVersion: row.versionNumber + 1,
        },
      ],
      conflict: () => Promise.resolve(notFound('secret')),
    };
  },
});
