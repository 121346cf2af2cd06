const LOST = 'The server could not be reached. Try again.';

/** Asks for one value. Each asking is recorded, with what it was for. */
export async function fetchValue(
  path: string,
  purpose: 'reveal' | 'copy',
  versionId: string | undefined,
): Promise<string | { error: string }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ purpose, versionId }),
      cache: 'no-store',
    });
    const answer = (await response.json()) as { value?: string; message?: string };
    if (response.ok && typeof answer.value === 'string') return answer.value;
    return { error: answer.message ?? LOST };
  } catch {
    return { error: LOST };
  }
}
