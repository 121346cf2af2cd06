import { and, asc, gt } from 'drizzle-orm';
import { z } from 'zod';
import { secrets } from '../db/schema';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { anyId, LIMITS, progress, reason } from './inputs';
import { type Outcome, operation, type Work } from './operation';
import { findOrganization } from './organization-rows';
import { live, reachOf, type SecretRow } from './secret-rows';
import { openVersions } from './values';

const FORMATS = ['env', 'json', 'yaml', 'csv'] as const;
const ENCRYPTIONS = ['none', 'passphrase', 'age'] as const;
export type ExportFormat = (typeof FORMATS)[number];
export type ExportEncryption = (typeof ENCRYPTIONS)[number];

export interface ExportedSecrets {
  readonly organizationName: string;
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
}

/** Rows of one look at the database. */
const LOOK = 500;

/** What a variable may be called in a `.env` file. The other formats take every name. */
const VARIABLE = /^[A-Za-z0-9_.-]+$/;

/**
 * All live secrets of one organization, in the order of their creation. What is asked for and why stands in the trail,
 * and so does the read of each one, before anything is given away. What format it becomes is up to the caller.
 */
export const exportSecrets = operation({
  name: 'secret.export',
  input: z.strictObject({
    organizationId: anyId,
    reason,
    format: z.enum(FORMATS, 'Choose a format.'),
    encryption: z.enum(ENCRYPTIONS, 'Choose whether it is encrypted.'),
    progress,
  }),
  async run(work, { organizationId, reason: why, format, encryption, progress: told }) {
    const organization = await findOrganization(work, organizationId);
    refuseTooMany(organization.liveSecrets);
    const rows = await liveSecrets(work, organizationId);
    // By now there may be more than the figure said.
    refuseTooMany(rows.length);
    if (rows.length === 0) throw refused('There are no secrets here that could be exported.');
    refuseTooLarge(rows);
    if (format === 'env') refuseOtherNames(rows);
    told?.(0, rows.length);
    const outcome = await openVersions(
      work,
      rows.map((row) => [row, row.versionId] as const),
      'export',
      (values): ExportedSecrets => ({
        organizationName: organization.name,
        secrets: rows.map(({ name }, index) => ({ name, value: values[index] ?? '' })),
      }),
      told,
    );
    const exported: EventDraft = {
      type: 'vault.exported',
      organizationId,
      data: { count: rows.length, reason: why, format, encryption },
    };
    // Last of all, so that the newest line says what the many before it were.
    const [first, ...reads] = [...outcome.events, exported];
    return { ...outcome, events: [first ?? exported, ...reads] } satisfies Outcome<ExportedSecrets>;
  },
});

async function liveSecrets(work: Work, organizationId: string): Promise<SecretRow[]> {
  const where = live(reachOf(work, organizationId));
  const found: SecretRow[] = [];
  for (let after = 0; found.length <= LIMITS.transferRows; ) {
    const rows = await work.database.query
      .select()
      .from(secrets)
      .where(and(where, gt(secrets.seq, after)))
      .orderBy(asc(secrets.seq))
      .limit(LOOK);
    found.push(...rows);
    if (rows.length < LOOK) break;
    after = rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER;
  }
  return found;
}

function refuseTooMany(count: number): void {
  if (count <= LIMITS.transferRows) return;
  throw refused(
    `This organization has more than ${LIMITS.transferRows.toLocaleString('en')} secrets, and no more are exported at once. Nothing was opened. Read them through the API instead.`,
  );
}

function refuseTooLarge(rows: readonly SecretRow[]): void {
  const bytes = rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes <= LIMITS.exportBytes) return;
  throw refused(
    `These values have ${bytes.toLocaleString('en')} bytes together, and at most ${LIMITS.exportBytes.toLocaleString('en')} (64 MiB) are exported at once. Nothing was opened. Read them through the API instead.`,
  );
}

/** Before anything is opened: a name that is changed or left out silently would be worse than no file. */
function refuseOtherNames(rows: readonly SecretRow[]): void {
  const others = rows.map(({ name }) => name).filter((name) => !VARIABLE.test(name));
  const [first] = others;
  if (first === undefined) return;
  throw refused(
    `A .env file knows names of letters, digits, "_", "-" and "." only, and ${others.length === 1 ? 'one name here is' : `${others.length.toLocaleString('en')} names here are`} not of that kind, such as ${first}. Nothing was opened. Choose JSON, YAML or CSV.`,
  );
}

const refused = (message: string) => new VaultError('invalid_input', message);
