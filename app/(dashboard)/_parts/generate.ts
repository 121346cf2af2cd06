const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** None that a shell, a URL or an `.env` file would take for its own. */
const SIGNS = '-_.,:+=@%^~';

/** What can be made, with the strength of each in bits. */
export const GENERATED = {
  password: { label: 'Password of 24 characters', bits: 147, make: () => password(24) },
  hex: { label: 'Key of 256 bits, hexadecimal', bits: 256, make: () => hex(32) },
  base64: { label: 'Key of 256 bits, base64', bits: 256, make: () => base64(32) },
  token: { label: 'Token of 256 bits, for URLs', bits: 256, make: () => base64url(32) },
  uuid: { label: 'UUID (122 random bits)', bits: 122, make: () => crypto.randomUUID() },
} as const;

/** With a letter, a digit and a sign at least: some systems refuse others. */
function password(length: number): string {
  for (;;) {
    const made = Array.from({ length }, () => oneOf(LETTERS + DIGITS + SIGNS)).join('');
    const has = (kind: string) => made.split('').some((char) => kind.includes(char));
    if ([LETTERS, DIGITS, SIGNS].every(has)) return made;
  }
}

/** Each as likely as any other: a byte that would favour the first ones is thrown away. */
function oneOf(alphabet: string): string {
  const fair = 256 - (256 % alphabet.length);
  for (;;) {
    const [byte = 255] = randomBytes(1);
    if (byte < fair) return alphabet.charAt(byte % alphabet.length);
  }
}

const hex = (count: number) =>
  Array.from(randomBytes(count), (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64 = (count: number) => btoa(String.fromCharCode(...randomBytes(count)));
const base64url = (count: number) =>
  base64(count).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
