import { open, randomKey, seal } from './aead';
import { decodeFields, encodeFields, utf8 } from './bytes';
import { wrong } from './errors';
import { decodeKeyContext, encodeKeyContext, type KeyContext } from './key-context';

/** A key-encryption key in the clear, in memory only. `key` is KEY_BYTES long. */
export interface Kek {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The place that a version of a value belongs to. All of it is bound: the envelope opens nowhere else. */
export interface VersionPlace {
  readonly environmentId: string;
  readonly organizationId: string | null;
  readonly secretId: string;
  readonly versionNumber: number;
  readonly context: KeyContext;
}

/** The first byte of every stored envelope and data-key blob. A new format gets a new number; old ones stay readable. */
const FORMAT = 1;

/** A key context has ten items at most. More is no blob of ours, and nothing is looked up for it. */
const MOST_KEKS = 10;

/*
 * Envelope, format 1:
 *   01 ‖ fields( fields(kek id, …), wrapped DEK, sealed value )
 * The DEK is sealed under the first KEK, the result under the second, and so on, so that all of them are needed.
 */

/** Seals a value under a fresh DEK, which is wrapped under every one of `keks` (at least one), in their order. */
export function sealValue(plaintext: Uint8Array, keks: readonly Kek[], place: VersionPlace): Uint8Array {
  const dek = randomKey();
  const sealed = seal(dek, plaintext, bind('value', place));
  const wrapped = wrapKey(dek, keks, bind('dek', place));
  dek.fill(0);
  return withFormat(encodeFields(encodeFields(...keks.map((kek) => kek.id)), wrapped, sealed));
}

/** Throws CryptoError `wrong` if a KEK, the place or a bit is not the one it was sealed with. */
export function openValue(envelope: Uint8Array, keks: readonly Kek[], place: VersionPlace): Uint8Array {
  const { kekIds, wrapped, sealed } = parseEnvelope(envelope);
  const dek = unwrapKey(wrapped, inOrder(kekIds, keks), bind('dek', place));
  const plaintext = open(dek, sealed, bind('value', place));
  dek.fill(0);
  return plaintext;
}

/** The ids of the KEKs that an envelope needs, in order. */
export function envelopeKekIds(envelope: Uint8Array): string[] {
  return parseEnvelope(envelope).kekIds;
}

/** A key for encryption on the client's side, and the blob that brings it back. The blob is opaque to clients. */
export interface DataKey {
  readonly id: string;
  readonly context: KeyContext;
  readonly key: Uint8Array;
}

/** What a blob says of itself before it is opened. Nothing of it is proven until `openDataKey` succeeds. */
export interface DataKeyBlob {
  readonly id: string;
  readonly context: KeyContext;
  readonly kekIds: string[];
  readonly wrapped: Uint8Array;
}

/* Data-key blob, format 1: 01 ‖ fields( id, context, fields(kek id, …), wrapped key ) */

export function wrapDataKey(dataKey: DataKey, keks: readonly Kek[], environmentId: string): Uint8Array {
  const context = encodeKeyContext(dataKey.context);
  const bound = encodeFields(`strongroom/data-key/${FORMAT}`, environmentId, dataKey.id, context);
  const wrapped = wrapKey(dataKey.key, keks, bound);
  return withFormat(encodeFields(dataKey.id, context, encodeFields(...keks.map((kek) => kek.id)), wrapped));
}

/** Throws CryptoError `wrong` for anything that `wrapDataKey` did not write. */
export function parseDataKeyBlob(blob: Uint8Array): DataKeyBlob {
  const [id, contextBytes, ids, wrapped, ...rest] = fieldsOf(blob);
  const context = contextBytes && decodeKeyContext(contextBytes);
  const kekIds = ids && decodeFields(ids)?.map(utf8);
  if (!id || !context || !kekIds?.length || !wrapped || rest.length > 0) throw malformed();
  if (kekIds.length > MOST_KEKS) throw malformed();
  return { id: utf8(id), context, kekIds, wrapped };
}

export function openDataKey(blob: DataKeyBlob, keks: readonly Kek[], environmentId: string): Uint8Array {
  const context = encodeKeyContext(blob.context);
  const bound = encodeFields(`strongroom/data-key/${FORMAT}`, environmentId, blob.id, context);
  return unwrapKey(blob.wrapped, inOrder(blob.kekIds, keks), bound);
}

function bind(what: 'value' | 'dek', place: VersionPlace): Uint8Array {
  return encodeFields(
    `strongroom/${what}/${FORMAT}`,
    place.environmentId,
    place.organizationId ?? '',
    place.secretId,
    String(place.versionNumber),
    encodeKeyContext(place.context),
  );
}

/** Each layer is bound to the id of its KEK and to all KEKs beneath it. */
function wrapKey(key: Uint8Array, keks: readonly Kek[], bound: Uint8Array): Uint8Array {
  if (keks.length === 0) throw new RangeError('A key is wrapped under at least one KEK.');
  return keks.reduce((inner, kek, layer) => seal(kek.key, inner, layerBinding(bound, keks, layer)), key);
}

function unwrapKey(wrapped: Uint8Array, keks: readonly Kek[], bound: Uint8Array): Uint8Array {
  return keks.reduceRight(
    (outer, kek, layer) => open(kek.key, outer, layerBinding(bound, keks, layer)),
    wrapped,
  );
}

function layerBinding(bound: Uint8Array, keks: readonly Kek[], layer: number): Uint8Array {
  return encodeFields(bound, ...keks.slice(0, layer + 1).map((kek) => kek.id));
}

function inOrder(kekIds: readonly string[], keks: readonly Kek[]): Kek[] {
  return kekIds.map((id) => {
    const kek = keks.find((candidate) => candidate.id === id);
    if (!kek) throw wrong('A key-encryption key of this envelope is missing.');
    return kek;
  });
}

function parseEnvelope(envelope: Uint8Array): { kekIds: string[]; wrapped: Uint8Array; sealed: Uint8Array } {
  const [ids, wrapped, sealed, ...rest] = fieldsOf(envelope);
  const kekIds = ids && decodeFields(ids)?.map(utf8);
  if (!kekIds?.length || !wrapped || !sealed || rest.length > 0) throw malformed();
  return { kekIds, wrapped, sealed };
}

function withFormat(body: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(FORMAT), body]);
}

function fieldsOf(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] !== FORMAT) throw malformed();
  return decodeFields(bytes.subarray(1)) ?? [];
}

const malformed = () => wrong('These bytes are not in a format that this version of Strongroom reads.');
