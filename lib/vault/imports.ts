import { z } from 'zod';
import { invalid, isVaultError } from './errors';
import type { EventDraft } from './event-rows';
import { toWrites } from './import-writes';
import { anyId, LIMITS, progress, secretName, secretValue, valueBytes } from './inputs';
import { type Outcome, operation } from './operation';
import { findOrganization } from './organization-rows';
import { findLiveByName, findRestrictedNames, reachOf, type SecretRow } from './secret-rows';
import { inSlices } from './slices';
import { isCurrentValue } from './values';

const rowsOf = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .min(1, 'There are no secrets here.')
    .max(LIMITS.transferRows, `At most ${LIMITS.transferRows} secrets are imported at once.`);

/** What a row of a file would do. `versionId` is the version that it would replace. */
export type Compared =
  | { readonly status: 'new' | 'equal' }
  | {
      readonly status: 'changed';
      readonly versionId: string;
      /** Nobody looked whether the values differ: that would tell of one which opens with an approval only. */
      readonly unseen?: true;
    }
  /** `why` never repeats what was given. */
  | { readonly status: 'faulty'; readonly why: string };

/** Says of each row, in the order given, what an import would do. No stored value is shown to anybody. */
export const compareSecrets = operation({
  name: 'secret.compare',
  input: z.strictObject({
    organizationId: anyId,
    rows: rowsOf(z.strictObject({ name: z.string(), value: z.string() })),
    progress,
  }),
  async run(work, { organizationId, rows, progress: told }): Promise<Outcome<readonly Compared[]>> {
    await findOrganization(work, organizationId);
    told?.(0, rows.length);
    const checked = rows.map((row) => ({ ...row, why: faultOf(row) }));
    const names = checked.filter(({ why }) => why === null).map(({ name }) => name);
    const reach = reachOf(work, organizationId);
    const current = await findLiveByName(work, reach, names);
    const restricted = await findRestrictedNames(work, reach, names);
    const compare = async ({ name, value, why }: (typeof checked)[number]): Promise<Compared> => {
      if (why !== null) return { status: 'faulty', why };
      const row = current.get(name);
      if (!row && restricted.has(name)) return { status: 'faulty', why: RESTRICTED_AWAY };
      if (!row) return { status: 'new' };
      const equal = await isCurrentValue(work, row, valueBytes(value));
      if (equal) return { status: 'equal' };
      return {
        status: 'changed',
        versionId: row.versionId,
        ...(equal === null ? { unseen: true as const } : {}),
      };
    };
    const result = await inSlices(checked, compare, told);
    const count = (status: Compared['status']) => result.filter((one) => one.status === status).length;
    const equal = count('equal');
    const unseen = result.filter((one) => one.status === 'changed' && one.unseen).length;
    // That values are equal to what somebody holds, or not, is all that was learnt.
    const data = { compared: equal + count('changed') - unseen, equal };
    return { result, events: [{ type: 'vault.values.compared', organizationId, data }] };
  },
});

const RESTRICTED_AWAY = 'A secret of this name is restricted to others.';

/** Why a row was left out: others were there since it was compared. `restricted`: to people, roles or keys, and not to you. */
export interface NotImported {
  readonly name: string;
  readonly why: 'taken' | 'changed' | 'gone' | 'restricted';
}

export interface Imported {
  readonly created: number;
  readonly replaced: number;
  readonly refused: readonly NotImported[];
}

/**
 * Creates and replaces many secrets of one organization, all in one write, an event for each. `over` is the version
 * that a row replaces, null if there was none: a row that does not fit any more is left out and named in the result.
 */
export const importSecrets = operation({
  name: 'secret.import',
  input: z.strictObject({
    organizationId: anyId,
    rows: rowsOf(z.strictObject({ name: secretName, value: secretValue, over: anyId.nullable() })),
    progress,
  }),
  async run(work, { organizationId, rows, progress: told }): Promise<Outcome<Imported>> {
    await findOrganization(work, organizationId);
    const names = rows.map(({ name }) => name);
    if (new Set(names).size < names.length) {
      throw invalid('rows', 'duplicate', 'A name stands twice among these secrets.');
    }
    told?.(0, rows.length);
    const reach = reachOf(work, organizationId);
    const current = await findLiveByName(work, reach, names);
    const restricted = await findRestrictedNames(work, reach, names);
    const refused: NotImported[] = [];
    const fitting = rows.flatMap(({ name, value, over }) => {
      const row = current.get(name);
      const why = !row && restricted.has(name) ? 'restricted' : misfit(row, over);
      if (why === null) return [{ name, bytes: valueBytes(value), row }];
      refused.push({ name, why });
      return [];
    });
    const { writes, events } = await toWrites(work, organizationId, fitting, told);
    const replaced = fitting.filter(({ row }) => row !== undefined).length;
    const created = fitting.length - replaced;
    const imported: EventDraft = {
      type: 'vault.imported',
      organizationId,
      data: { created, replaced, refused: refused.length },
    };
    return {
      result: { created, replaced, refused },
      writes,
      // Last of all, so that the newest line says what the many before it were.
      events: [...events, imported] as unknown as [EventDraft, ...EventDraft[]],
      // Somebody was there between the look and the write: the next look tells which rows do not fit any more.
      conflict: () => Promise.resolve('again' as const),
    };
  },
});

function misfit(row: SecretRow | undefined, over: string | null): NotImported['why'] | null {
  if (over === null) return row ? 'taken' : null;
  if (!row) return 'gone';
  return row.versionId === over ? null : 'changed';
}

/** In the words of the vault's own checks; null if nothing is wrong. */
function faultOf({ name, value }: { readonly name: string; readonly value: string }): string | null {
  const wrong = secretName.safeParse(name).error ?? secretValue.safeParse(value).error;
  if (wrong) return wrong.issues[0]?.message ?? 'This cannot be stored.';
  try {
    valueBytes(value);
    return null;
  } catch (error) {
    if (isVaultError(error)) return error.message;
    throw error;
  }
}
