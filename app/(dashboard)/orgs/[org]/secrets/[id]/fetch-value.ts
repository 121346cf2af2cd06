import type { CertificateFacts } from '@/lib/web/certificates';
import { fetchWithProof } from '@/lib/web/with-proof';

const LOST = 'The server could not be reached. Try again.';

export interface FetchedValue {
  readonly value: string;
  /** Those that stand in the value. */
  readonly certificates: readonly CertificateFacts[];
}

/** Asks for one value, and what can be said of it. Each asking is recorded, with what it was for. */
export async function fetchWithFacts(
  path: string,
  purpose: 'reveal' | 'copy',
  versionId: string | undefined,
): Promise<FetchedValue | { error: string }> {
  try {
    const response = await fetchWithProof(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ purpose, versionId }),
      cache: 'no-store',
    });
    const answer = (await response.json()) as Partial<FetchedValue> & { message?: string };
    const { value, certificates = [], message = LOST } = answer;
    return response.ok && typeof value === 'string' ? { value, certificates } : { error: message };
  } catch {
    return { error: LOST };
  }
}

/** The same, for those who want the value alone. */
export async function fetchValue(
  path: string,
  purpose: 'reveal' | 'copy',
  versionId: string | undefined,
): Promise<string | { error: string }> {
  const answer = await fetchWithFacts(path, purpose, versionId);
  return 'error' in answer ? answer : answer.value;
}
