import { describe, expect, it } from 'vitest';
import { formatRelative } from './time-format';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const words = (distanceMs: number) => formatRelative(new Date(NOW + distanceMs), NOW, 'UTC');

describe('a moment in words', () => {
  it.each([
    [-30_000, 'just now'],
    [-59 * MINUTE, '59 minutes ago'],
    [-HOUR, '1 hour ago'],
    [-47 * HOUR, '1 day ago'],
    [-30 * DAY, '30 days ago'],
    [-31 * DAY, '24 Oct 2026'],
  ])('counts what is over in whole units: %d', (distanceMs, expected) => {
    expect(words(distanceMs)).toBe(expected);
  });

  it.each([
    [HOUR - 1000, 'in 1 hour'],
    [4 * HOUR - 1000, 'in 4 hours'],
    [DAY - 1000, 'in 1 day'],
    [7 * DAY - MINUTE, 'in 7 days'],
    [7 * DAY - HOUR, 'in 6 days'],
    [30 * DAY - 1000, 'in 30 days'],
    [90 * DAY, '22 Feb 2027'],
  ])('says of what was just set what was set: %d', (distanceMs, expected) => {
    expect(words(distanceMs)).toBe(expected);
  });
});
