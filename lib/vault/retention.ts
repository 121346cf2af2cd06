import { z } from 'zod';

/** How long an organization's trash keeps what was deleted, in days. The environment's own secrets stay the usual time. */
export const RETENTION = { least: 7, usual: 30, most: 90 } as const;

const words = `The trash keeps secrets for ${RETENTION.least} to ${RETENTION.most} days.`;
export const retentionDays = z
  .number(words)
  .int(words)
  .min(RETENTION.least, words)
  .max(RETENTION.most, words);

/** When the trash gives up what was deleted at `deletedAt` (ISO 8601): at this moment, or within the hour after it. */
export function purgedFrom(deletedAt: string, days: number): Date {
  return new Date(Date.parse(deletedAt) + days * 86_400_000);
}
