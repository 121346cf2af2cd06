import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(path.resolve(import.meta.dirname, '../../../globals.css'), 'utf8');

type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** The colours of a scheme by their token: `ink`, `accent-soft`. Those that let the ground through are left out. */
function coloursOf(scheme: 'light' | 'dark'): Map<string, Oklch> {
  const pattern = /--color-([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g;
  return new Map(
    [...CSS.matchAll(pattern)].flatMap(([, name = '', light = '', dark = '']) => {
      const given = scheme === 'light' ? light : dark;
      return given.includes('/') ? [] : [[name, given.split(' ').map(Number) as unknown as Oklch]];
    }),
  );
}

/** Relative luminance (WCAG 2.2) of a colour in OKLCH, through linear sRGB (Ottosson, 2020), cut to its gamut. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'raised', 'sunken'];
/** Each beside what it stands on, as the comment in globals.css promises. */
const PAIRS: readonly [text: string, grounds: readonly string[], least: number][] = [
  ['ink', GROUNDS, 4.5],
  ['muted', GROUNDS, 4.5],
  ['subtle', GROUNDS, 4.5],
  ['accent-text', [...GROUNDS, 'accent-soft'], 4.5],
  ['danger-text', [...GROUNDS, 'danger-soft'], 4.5],
  ['warning-text', ['surface', 'warning-soft'], 4.5],
  ['success-text', ['surface', 'success-soft'], 4.5],
  ['white', ['accent', 'accent-hover', 'danger', 'danger-hover'], 4.5],
  ['line-strong', ['canvas', 'surface', 'raised'], 3],
  ['focus', GROUNDS, 3],
];

describe.each(['light', 'dark'] as const)('the colours of the %s scheme', (scheme) => {
  const colours = new Map([...coloursOf(scheme), ['white', [1, 0, 0] as Oklch]]);

  it.each(PAIRS)('%s is told from what it stands on', (text, grounds, least) => {
    for (const ground of grounds) {
      const [one, other] = [colours.get(text), colours.get(ground)];
      if (!one || !other) throw new Error(`No colour ${text} or ${ground} in globals.css`);
      expect(contrast(one, other), `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });
});

describe('the measure', () => {
  it('gives the ratios that WCAG names', () => {
    expect(contrast([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 3);
    // #777 on white.
    expect(contrast([0.5693, 0, 0], [1, 0, 0])).toBeCloseTo(4.48, 1);
  });
});
