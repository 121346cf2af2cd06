import { MAX_IMPORT_BYTES } from '@/lib/web/import-limit';

/** A file's text, line breaks as they are. */
export async function textOfFile(file: Blob): Promise<string | { error: string }> {
  if (file.size > MAX_IMPORT_BYTES) return { error: 'This file is larger than 16 MiB. Import it in parts.' };
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    return { error: 'This file is no text in UTF-8.' };
  }
}
