import { describe, expect, it } from 'vitest';
import { GENERATED } from './generate';

const SHAPES = {
  password: /^[-A-Za-z0-9_.,:+=@%^~]{24}$/,
  hex: /^[0-9a-f]{64}$/,
  base64: /^[A-Za-z0-9+/]{43}=$/,
  token: /^[A-Za-z0-9_-]{43}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
};

describe('what is generated', () => {
  for (const [kind, shape] of Object.entries(SHAPES)) {
    it(`as a ${kind} has its shape, and is never the same`, () => {
      const made = Array.from({ length: 500 }, () => GENERATED[kind as keyof typeof SHAPES].make());
      for (const one of made) expect(one).toMatch(shape);
      expect(new Set(made).size).toBe(500);
    });
  }

  it('as a password has a letter, a digit and a sign, and as many bits as it says', () => {
    for (let i = 0; i < 500; i++) {
      const made = GENERATED.password.make();
      expect(made).toMatch(/[A-Za-z]/);
      expect(made).toMatch(/[0-9]/);
      expect(made).toMatch(/[-_.,:+=@%^~]/);
    }
    expect(GENERATED.password.bits).toBeLessThanOrEqual(24 * Math.log2(73));
  });

  it('takes every character of a password as often as any other', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      for (const char of GENERATED.password.make()) counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    expect(counts.size).toBe(73);
    const expected = 240_000 / 73;
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 72 degrees of freedom, mean 72: a modulo without rejection gives some 4,000.
    expect(chiSquared).toBeLessThan(250);
  });
});
