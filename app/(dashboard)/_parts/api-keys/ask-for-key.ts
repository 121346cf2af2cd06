import type { Failure } from '@/lib/web/failure';
import { fetchWithProof } from '@/lib/web/with-proof';
import type { MadeKey } from './new-key';

const LOST = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. Try again.',
  fields: {},
} as const satisfies Failure;

/** Not a server action: the key must not become part of a page's payload. */
export async function askForKey(path: string, body: object): Promise<MadeKey | Failure> {
  try {
    const response = await fetchWithProof(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
    });
    return (await response.json()) as MadeKey | Failure;
  } catch {
    return LOST;
  }
}

export const isMade = (answer: MadeKey | Failure): answer is MadeKey => 'token' in answer;
