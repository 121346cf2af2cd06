'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import { formatAbsolute, formatDate, formatRelative } from './time-format';

const TICK_MS = 30_000;

/** The server's clock when the page was made, so that hydration writes the same words. Set by Providers. */
export const RequestTime = createContext(0);

let now = 0;
function subscribe(changed: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now();
    changed();
  }, TICK_MS);
  return () => clearInterval(timer);
}
function clientNow(): number {
  if (now === 0 || Date.now() - now > TICK_MS) now = Date.now();
  return now;
}
function clientZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
const never = () => () => {};

export type TimeProps = {
  /** A Date, or an ISO 8601 string. */
  value: Date | string;
  /** `relative` ("3 hours ago", a date after 30 days) by default; `date`; `absolute` with seconds and zone. */
  format?: 'relative' | 'date' | 'absolute' | undefined;
  className?: string | undefined;
};

/** A moment. The exact one is in the title, in the reader's time zone (UTC until scripts run). */
export function Time({ value, format = 'relative', className }: TimeProps) {
  const requestTime = useContext(RequestTime);
  const current = useSyncExternalStore(subscribe, clientNow, () => requestTime);
  const zone = useSyncExternalStore(never, clientZone, () => 'UTC');
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return null;

  const absolute = formatAbsolute(date, zone);
  const words = {
    relative: () => formatRelative(date, current, zone),
    date: () => formatDate(date, zone),
    absolute: () => absolute,
  };
  return (
    <time dateTime={date.toISOString()} title={absolute} className={className}>
      {words[format]()}
    </time>
  );
}
