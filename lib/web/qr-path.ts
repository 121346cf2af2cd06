import { encode } from 'uqr';

/** A QR code as one path of an SVG, in units of its dots: nothing in it is styled, so it needs nothing of the CSP. */
export interface QrPath {
  /** Dots on a side, with the quiet zone around. */
  readonly size: number;
  readonly path: string;
}

/** ISO/IEC 18004 wants four dots of quiet around the code. */
const QUIET_DOTS = 4;

export function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_DOTS });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  return { size, path: rows.join('') };
}
