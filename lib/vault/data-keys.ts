import { z } from 'zod';
import { randomKey } from '../crypto/aead';
import { type DataKeyBlob, openDataKey, parseDataKeyBlob, wrapDataKey } from '../crypto/envelope';
import { CryptoError } from '../crypto/errors';
import type { KeyContext } from '../crypto/key-context';
import { VaultError } from './errors';
import type { EventDraft } from './event-rows';
import { newId } from './ids';
import { keyContext } from './inputs';
import { type Idempotent, type Outcome, operation, type Work } from './operation';
import { resolveContext } from './organization-rows';

/** A key for encryption on the client's side. `encryptedKeys` brings it back and is all that a client has to keep. */
export interface DataKeyResult {
  readonly id: string;
  readonly context: KeyContext;
  /** 32 bytes in base64. */
  readonly dataKey: string;
  /** Opaque, in base64. */
  readonly encryptedKeys: string;
}

/** Ten items of the largest names and values, and their keys, take less. */
const blobText = z.string().max(32 * 1024, 'Encrypted keys are shorter than that.');

/** Of a repeated request the blob is kept, never the key: it is unwrapped again. */
const idempotent: Idempotent<DataKeyResult> = {
  keep: ({ encryptedKeys }) => encryptedKeys,
  async again(work, encryptedKeys) {
    const { blob, key, organizationId } = await openBlob(work, encryptedKeys);
    return outcome({ blob, key, encryptedKeys, organizationId });
  },
};

export const createDataKey = operation({
  name: 'data_key.create',
  input: z.strictObject({ context: keyContext }),
  idempotent,
  async run(work, { context }) {
    return wrapUnder(work, context, newId('datakey', work.now), randomKey());
  },
});

/** The same key under another context. What was encrypted with it stays readable. */
export const rekeyDataKey = operation({
  name: 'data_key.rekey',
  input: z.strictObject({ context: keyContext, encryptedKeys: blobText }),
  idempotent,
  async run(work, { context, encryptedKeys }) {
    const { blob, key } = await openBlob(work, encryptedKeys);
    return wrapUnder(work, context, blob.id, key);
  },
});

/** Throws `invalid_keys` for a blob that this vault did not make, or that is another organization's. */
export const decryptDataKey = operation({
  name: 'data_key.decrypt',
  input: z.strictObject({ encryptedKeys: blobText }),
  async run(work, { encryptedKeys }) {
    const { blob, key, organizationId } = await openBlob(work, encryptedKeys);
    return {
      result: { id: blob.id, dataKey: base64(key) },
      events: [{ type: 'vault.dek.decrypted', organizationId, data: { key_id: blob.id } }],
    };
  },
});

async function wrapUnder(
  work: Work,
  given: KeyContext,
  id: string,
  key: Uint8Array,
): Promise<Outcome<DataKeyResult>> {
  const { context, organizationId } = await resolveContext(work, given);
  const { keks, writes, events } = await work.keyRing.forContext(context, organizationId);
  const encryptedKeys = base64(wrapDataKey({ id, context, key }, keks, work.environmentId));
  const blob = { id, context, kekIds: keks.map((kek) => kek.id) };
  return { ...outcome({ blob, key, encryptedKeys, organizationId }, events), writes };
}

function outcome(
  made: {
    readonly blob: Pick<DataKeyBlob, 'id' | 'context' | 'kekIds'>;
    readonly key: Uint8Array;
    readonly encryptedKeys: string;
    readonly organizationId: string | null;
  },
  also: readonly EventDraft[] = [],
): Outcome<DataKeyResult> {
  const { blob, key, encryptedKeys, organizationId } = made;
  const data = { key_ids: blob.kekIds, key_context: blob.context };
  return {
    result: { id: blob.id, context: blob.context, dataKey: base64(key), encryptedKeys },
    events: [{ type: 'vault.dek.read', organizationId, data }, ...also],
  };
}

/** Missing, foreign and broken look the same. */
async function openBlob(work: Work, encryptedKeys: string) {
  try {
    const blob = parseDataKeyBlob(Buffer.from(encryptedKeys, 'base64'));
    const organizationId = blob.context.organization_id ?? null;
    if (!work.tenant.reaches(organizationId)) throw invalidKeys();
    const keks = await work.keyRing.byIds(blob.kekIds);
    return { blob, organizationId, key: openDataKey(blob, keks, work.environmentId) };
  } catch (error) {
    if (error instanceof CryptoError) throw invalidKeys();
    if (error instanceof VaultError && error.code === 'integrity_failure') throw invalidKeys();
    throw error;
  }
}

const invalidKeys = () =>
  new VaultError('invalid_keys', 'These encrypted keys were not made by this vault, or not for you.');

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
