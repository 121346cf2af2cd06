/** As the vault counts: bytes of UTF-8. */
export const MAX_BYTES = 64 * 1024;

/** A file's text, byte for byte: a byte order mark and the line breaks are part of it. */
export async function textOfFile(file: Blob): Promise<string | { error: string }> {
  if (file.size > MAX_BYTES) return { error: 'This file is larger than 64 KiB.' };
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    return { error: 'This file is no text in UTF-8. Encode it first, as base64 for example.' };
  }
}
