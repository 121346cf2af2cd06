import { Fault } from './errors';

/** Room for a value of 64 KiB in which every byte is written as a JSON escape of six characters. */
const MAX_BODY_BYTES = 512 * 1024;

/** Refuses bytes that are not UTF-8 instead of replacing them: values are kept byte for byte. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON of a request, whatever content type it claims: one client in use sends none.
 * Throws a Fault: 413 before a body over the limit is read whole, 400 for what is not JSON in UTF-8 or never arrives.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request).catch((error: unknown) => {
    if (error instanceof Fault) throw error;
    throw new Fault(400, 'body_incomplete', 'The body did not arrive whole.');
  });
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Fault(400, 'malformed_json', 'The body is not JSON in UTF-8.');
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const { headers } = request;
  const length = headers.get('content-length');
  if (length !== null && !headers.has('transfer-encoding')) {
    // node:http holds a sender to the length that it gave.
    if (Number(length) > MAX_BODY_BYTES) throw tooLarge();
    return new Uint8Array(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    sizeBytes += part.value.length;
    if (sizeBytes > MAX_BODY_BYTES) {
      void reader?.cancel().catch(() => {});
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new Fault(413, 'body_too_large', `A request body may have at most ${MAX_BODY_BYTES} bytes.`);
