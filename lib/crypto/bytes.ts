/** Bytes in one canonical form, for associated data and for stored formats. */

const LENGTH_BYTES = 4;

/**
 * Joins fields, each behind its length (4 bytes, big-endian), so that no two different lists of fields
 * ever give the same bytes: ("ab", "c") and ("a", "bc") differ.
 */
export function encodeFields(...fields: readonly (string | Uint8Array)[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields) {
    const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field;
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}

/** The fields that `encodeFields` joined, or null where the bytes are not exactly such a list. */
export function decodeFields(bytes: Uint8Array): Uint8Array[] | null {
  const buffer = asBuffer(bytes);
  const fields: Uint8Array[] = [];
  let offset = 0;
  while (offset < buffer.length) {
    if (offset + LENGTH_BYTES > buffer.length) return null;
    const end = offset + LENGTH_BYTES + buffer.readUInt32BE(offset);
    if (end > buffer.length) return null;
    fields.push(buffer.subarray(offset + LENGTH_BYTES, end));
    offset = end;
  }
  return fields;
}

/** The same memory as a Buffer, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function utf8(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('utf8');
}
