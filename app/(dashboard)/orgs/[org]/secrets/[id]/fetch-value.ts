import type { CertificateFacts } from '@/lib/web/certificates';
import { fetchWithProof } from '@/lib/web/with-proof';
import { withReason } from '@/lib/web/with-reason';
import { tellRead } from './reads';

const LOST = 'The server could not be reached. Try again.';

export interface FetchedValue {
  readonly value: string;
  /** Those that stand in the value. */
  readonly certificates: readonly CertificateFacts[];
}

type Answer = Partial<FetchedValue> & { readonly message?: string; readonly code?: string };

/**
 * Asks for one value, and what can be said of it. Each asking is recorded, with what it was for, and with the reason
 * where the organization wants one.
 */
export async function fetchWithFacts(
  path: string,
  purpose: 'reveal' | 'copy',
  versionId: string | undefined,
): Promise<FetchedValue | { error: string }> {
  try {
    const answer = await withReason(path, async (reason) => {
      const response = await fetchWithProof(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ purpose, versionId, reason }),
        cache: 'no-store',
      });
      return (await response.json()) as Answer;
    });
    const { code, value, certificates = [], message = LOST } = answer;
    if (code !== undefined || typeof value !== 'string') return { error: message };
    tellRead();
    return { value, certificates };
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
