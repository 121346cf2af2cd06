const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RELATIVE_DAYS = 30;

/** Always numbers: what was 47 hours ago is not "yesterday" on everybody's calendar. */
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });

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

/**
 * "just now", "3 hours ago", "in 29 days"; a date beyond 30 days. What was set for 7 days a moment ago ends "in 7 days",
 * although some of it is over: what comes has a little more of its unit.
 */
export function formatRelative(date: Date, nowMs: number, timeZone: string): string {
  const distanceMs = date.getTime() - nowMs;
  const size = Math.abs(distanceMs);
  const ahead = (slackMs: number) => (distanceMs > 0 ? slackMs : 0);
  const units = (unitMs: number, slackMs: number) => Math.trunc((distanceMs + ahead(slackMs)) / unitMs);
  if (size < MINUTE_MS) return 'just now';
  if (size + ahead(MINUTE_MS / 2) < HOUR_MS) return relative.format(units(MINUTE_MS, 0), 'minute');
  if (size + ahead(HOUR_MS / 2) < DAY_MS) return relative.format(units(HOUR_MS, MINUTE_MS / 2), 'hour');
  if (size <= RELATIVE_DAYS * DAY_MS) return relative.format(units(DAY_MS, HOUR_MS / 2), 'day');
  return formatDate(date, timeZone);
}
