import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app takes it: SHA-1, 30 seconds, 6 digits. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** RFC 4226 section 4: 160 bits. */
const SECRET_BYTES = 20;
/** RFC 6238 section 5.2: one step before and one after, for clocks that differ. */
const WINDOW = 1;

export const newTotpSecret = (): Uint8Array => new Secret({ size: SECRET_BYTES }).bytes;

/** The time step whose code it is, or null. A caller has to see to it that no step is used twice. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...PARAMETERS,
    secret: asSecret(secret),
    token: code,
    timestamp,
    window: WINDOW,
  });
  return delta === null ? null : TOTP.counter({ period: PARAMETERS.period, timestamp }) + delta;
}

/** What an app reads from a QR code, and what a person types in where there is no camera (base32). */
export function totpLink(secret: Uint8Array, issuer: string, label: string): { link: string; typed: string } {
  const totp = new TOTP({ ...PARAMETERS, issuer, label, secret: asSecret(secret) });
  return { link: totp.toString(), typed: totp.secret.base32 };
}

/** A copy: the library wants a buffer of its own. */
const asSecret = (bytes: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });
