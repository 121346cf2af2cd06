import { expect, it } from 'vitest';
import { qrPath } from './qr-path';

it('draws the dots of a QR code with a quiet zone around', () => {
  const { size, path } = qrPath('otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A');
  expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
  const dots = [...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  expect(Math.min(...dots.flat())).toBe(4);
  expect(Math.max(...dots.flat())).toBe(size - 5);
  // The finder pattern at the left above: a frame of 7 by 7 dots.
  for (let i = 4; i < 11; i++) expect(dots).toContainEqual([i, 4]);
  expect(dots).not.toContainEqual([5, 5]);
});
