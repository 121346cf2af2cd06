import { describe, expect, it } from 'vitest';
import { newTotpSecret, stepOfCode, totpLink } from './totp-codes';

/** RFC 6238 appendix B, of SHA-1. Its codes have 8 digits; those of 6 are their ends (RFC 4226 section 5.3). */
const SECRET = Buffer.from('12345678901234567890', 'ascii');
const VECTORS = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

const at = (seconds: number) => new Date(seconds * 1000);

describe('a code of an authenticator', () => {
  for (const [seconds, code] of VECTORS) {
    it(`is that of RFC 6238 at ${seconds} seconds`, () => {
      expect(stepOfCode(SECRET, code.slice(2), at(seconds))).toBe(Math.floor(seconds / 30));
    });
  }

  it('counts for the step before and the one after, and no further', () => {
    const step = Math.floor(1_111_111_109 / 30);
    for (const [shift, found] of [
      [-2, null],
      [-1, step],
      [0, step],
      [1, step],
      [2, null],
    ] as const) {
      expect(stepOfCode(SECRET, '081804', at(step * 30 + shift * 30))).toBe(found);
    }
  });

  it('has six digits and nothing else', () => {
    for (const wrong of ['', '81804', '0081804', '08180x', '081804\n', ' 081804']) {
      expect(stepOfCode(SECRET, wrong, at(1_111_111_109))).toBeNull();
    }
  });

  it('comes from a secret of 160 bits, which an app reads from a link', () => {
    const secret = newTotpSecret();
    expect(secret).toHaveLength(20);
    const { link, typed } = totpLink(secret, 'Strongroom production', 'ada@example.com');
    const url = new URL(link);
    expect(`${url.protocol}//${url.host}`).toBe('otpauth://totp');
    expect(decodeURIComponent(url.pathname)).toBe('/Strongroom production:ada@example.com');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'Strongroom production',
      secret: typed,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
