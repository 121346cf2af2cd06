/** The fields of a form, by name; some repeat. */
export type DraftFields = Readonly<Record<string, readonly string[]>>;

interface Sealed {
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly iv: string;
  readonly data: string;
}

const keys = new Map<string, Promise<CryptoKey>>();

/** AES-GCM, and the server alone knows the key: it gives it to whoever is signed in as the draft's owner. */
function keyOf(owner: string): Promise<CryptoKey> {
  const known = keys.get(owner);
  if (known) return known;
  const asked = askForKey();
  keys.set(owner, asked);
  // A lost connection may be back at the next word.
  asked.catch(() => keys.delete(owner));
  return asked;
}

async function askForKey(): Promise<CryptoKey> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch('/drafts/key', { method: 'POST', headers, body: '{}', cache: 'no-store' });
  if (!response.ok) throw new Error(`No key for drafts: ${response.status}`);
  const { key } = (await response.json()) as { key: string };
  return crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Kept for this tab only. A draft opens for its owner and in its place, and nowhere else. */
export function draftName(owner: string, place: string): string {
  return `strongroom.draft.${owner}.${place}`;
}

/** @returns what `openDraft` opens, a text for the storage of the tab. */
export async function sealDraft(owner: string, name: string, fields: DraftFields): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const algorithm = { name: 'AES-GCM', iv, additionalData: encode(name) };
  const data = await crypto.subtle.encrypt(algorithm, await keyOf(owner), encode(JSON.stringify(fields)));
  const sealed: Sealed = { savedAt: Date.now(), iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
  return JSON.stringify(sealed);
}

/** Throws if it was sealed by another, for another place, or was changed. */
export async function openDraft(owner: string, name: string, text: string): Promise<DraftFields> {
  const { iv, data } = JSON.parse(text) as Sealed;
  const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: encode(name) };
  const opened = await crypto.subtle.decrypt(algorithm, await keyOf(owner), fromBase64(data));
  return JSON.parse(new TextDecoder().decode(opened)) as DraftFields;
}

/** When a draft was left, for what stands in the storage; null if nothing does. */
export function savedAtOf(text: string | null): number | null {
  if (text === null) return null;
  try {
    return (JSON.parse(text) as Sealed).savedAt;
  } catch {
    return null;
  }
}

const encode = (text: string) => new TextEncoder().encode(text);
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
