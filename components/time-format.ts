const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RELATIVE_DAYS = 30;

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

export function formatDate(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(date);
}

/** To the second, with the zone: "24 Nov 2026, 03:01:12 UTC". */
export function formatAbsolute(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(date);
}

/** "just now", "3 hours ago", "in 29 days"; a date beyond 30 days. */
export function formatRelative(date: Date, nowMs: number, timeZone: string): string {
  const distanceMs = date.getTime() - nowMs;
  const size = Math.abs(distanceMs);
  if (size < MINUTE_MS) return 'just now';
  if (size < HOUR_MS) return relative.format(Math.trunc(distanceMs / MINUTE_MS), 'minute');
  if (size < DAY_MS) return relative.format(Math.trunc(distanceMs / HOUR_MS), 'hour');
  if (size <= RELATIVE_DAYS * DAY_MS) return relative.format(Math.trunc(distanceMs / DAY_MS), 'day');
  return formatDate(date, timeZone);
}
