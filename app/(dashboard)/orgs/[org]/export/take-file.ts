import type { Failure } from '@/lib/web/failure';
import { fetchWithProof } from '@/lib/web/with-proof';

const LOST: Failure = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. What you typed is still here: try again.',
  fields: {},
};

export interface Taken {
  readonly fileName: string;
  readonly secrets: number;
  /** They are restricted to others, or open with an approval only. */
  readonly leftOut: number;
}

/** Asks for the file and hands it to the browser's downloads. */
export async function takeFile(path: string, how: object): Promise<Taken | Failure> {
  try {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetchWithProof(path, {
      method: 'POST',
      headers,
      body: JSON.stringify(how),
      cache: 'no-store',
    });
    if (!response.ok) return (await response.json()) as Failure;
    const fileName =
      /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'secrets';
    download(await response.blob(), fileName);
    const count = (name: string) => Number(response.headers.get(`Strongroom-${name}`));
    return { fileName, secrets: count('Secrets'), leftOut: count('Left-Out') };
  } catch {
    return LOST;
  }
}

function download(file: Blob, fileName: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: fileName });
  link.click();
  // The browser has begun by the next turn; the page keeps nothing of it.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
