import { fstatSync } from 'node:fs';
import { Refused, UsageError } from './errors';

const HINT_AFTER_MS = 1_000;
const MOST_BYTES = 4_096;

/**
 * The password from standard input, or null where nothing was piped in: then the person gets a link.
 * `required` demands one. The line's end does not belong to it.
 */
export async function pipedPassword(required: boolean): Promise<string | null> {
  if (!isPiped()) {
    if (!required) return null;
    throw new UsageError(
      'There is nothing on standard input. Pipe the password in, or leave --password-stdin out to get a link.',
    );
  }
  const hint = setTimeout(() => {
    console.error('Waiting for a password on standard input. For a link instead, add --link.');
  }, HINT_AFTER_MS);
  try {
    const password = (await readAll()).replace(/\r?\n$/, '');
    if (/[\r\n]/.test(password)) throw new Refused('A password is one line. Nothing was made.');
    if (password !== '') return password;
  } finally {
    clearTimeout(hint);
  }
  if (!required) return null;
  throw new Refused('Standard input was empty, so there is no password. Nothing was made.');
}

/** A terminal is not, nor is /dev/null, which a scheduler gives. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false;
  }
}

async function readAll(): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Refused('That is too long for a password. Nothing was made.');
  }
  return Buffer.concat(parts).toString('utf8');
}
