import { and, asc, gt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { secrets } from '../db/schema';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { anyId, LIMITS, progress, reason } from './inputs';
import { type Outcome, operation, type Work } from './operation';
import { findOrganization } from './organization-rows';
import { live, reachOf, restrictedAway, type SecretRow } from './secret-rows';
import { openVersions } from './values';

const FORMATS = ['env', 'json', 'yaml', 'csv'] as const;
const ENCRYPTIONS = ['none', 'passphrase', 'age'] as const;
export type ExportFormat = (typeof FORMATS)[number];
export type ExportEncryption = (typeof ENCRYPTIONS)[number];

export interface ExportedSecrets {
  readonly organizationName: string;
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
  readonly leftOut: LeftOut;
}

/** How many secrets did not go along. */
export interface LeftOut {
  /** They are restricted, and do not name whoever exports. */
  readonly restricted: number;
  /** They open one by one, with the approval of a second person. */
  readonly needsApproval: number;
}

/** Rows of one look at the database. */
const LOOK = 500;

/** What a variable may be called in a `.env` file. The other formats take every name. */
const VARIABLE = /^[A-Za-z0-9_.-]+$/;

/**
 * All live secrets of one organization, in the order of their creation, but those that are restricted to others or need
 * an approval: how many is said. What is asked for and why stands in the trail,
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
    const { rows, leftOut } = await liveSecrets(work, organizationId);
    // By now there may be more than the figure said.
    refuseTooMany(rows.length);
    if (rows.length === 0) throw refused(nothingWords(leftOut));
    refuseTooLarge(rows);
    if (format === 'env') refuseOtherNames(rows);
    told?.(0, rows.length);
    const outcome = await openVersions(
      work,
      rows.map((row) => [row, row.versionId] as const),
      { purpose: 'export', reason: why },
      (values): ExportedSecrets => ({
        organizationName: organization.name,
        leftOut,
        secrets: rows.map(({ name }, index) => ({ name, value: values[index] ?? '' })),
      }),
      told,
    );
    const exported: EventDraft = {
      type: 'vault.exported',
      organizationId,
      data: { count: rows.length, reason: why, format, encryption, ...toldOf(leftOut) },
    };
    // Last of all, so that the newest line says what the many before it were.
    const [first, ...reads] = [...outcome.events, exported];
    return { ...outcome, events: [first ?? exported, ...reads] } satisfies Outcome<ExportedSecrets>;
  },
});

async function liveSecrets(
  work: Work,
  organizationId: string,
): Promise<{ rows: SecretRow[]; leftOut: LeftOut }> {
  const reach = reachOf(work, organizationId);
  const rows: SecretRow[] = [];
  let needsApproval = 0;
  for await (const some of inOrder(work, live(reach))) {
    const plain = some.filter((row) => !row.needsApproval);
    needsApproval += some.length - plain.length;
    rows.push(...plain);
    if (rows.length > LIMITS.transferRows) break;
  }
  let restricted = 0;
  for await (const some of inOrder(work, restrictedAway(work, reach))) restricted += some.length;
  return { rows, leftOut: { restricted, needsApproval } };
}

async function* inOrder({ database }: Work, where: SQL): AsyncGenerator<SecretRow[]> {
  for (let after = 0; ; ) {
    const rows = await database.query
      .select()
      .from(secrets)
      .where(and(where, gt(secrets.seq, after)))
      .orderBy(asc(secrets.seq))
      .limit(LOOK);
    yield rows;
    if (rows.length < LOOK) return;
    after = rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER;
  }
}

const toldOf = ({ restricted, needsApproval }: LeftOut) => ({
  ...(restricted > 0 ? { left_out_restricted: restricted } : {}),
  ...(needsApproval > 0 ? { left_out_needs_approval: needsApproval } : {}),
});

const nothingWords = ({ restricted, needsApproval }: LeftOut) =>
  restricted + needsApproval === 0
    ? 'There are no secrets here that could be exported.'
    : 'Every secret here is restricted to others, or opens with an approval only: there is nothing to export. Nothing was opened.';

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
