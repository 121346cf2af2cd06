import { CalendarClock } from 'lucide-react';
import { Badge } from '@/components/badge';
import { Time } from '@/components/time';

/** Sooner than this is worth a word in the list. */
const SOON_MS = 30 * 86_400_000;

export type ReminderBadgeProps = {
  expiresAt: string | null;
  /** The earlier of the expiry and the day on which the value should be replaced. */
  remindsAt: string | null;
};

/** Says that a value has expired or should be replaced, from 30 days before. */
export function ReminderBadge({ expiresAt, remindsAt }: ReminderBadgeProps) {
  if (remindsAt === null) return null;
  const leftMs = msUntil(remindsAt);
  if (leftMs > SOON_MS) return null;
  const expires = remindsAt === expiresAt;
  const past = leftMs <= 0;
  const words = expires ? (past ? 'Expired' : 'Expires') : past ? 'To be replaced since' : 'To be replaced';
  return (
    <Badge tone={past ? 'danger' : 'warning'} icon={<CalendarClock aria-hidden="true" />}>
      {words} <Time value={remindsAt} />
    </Badge>
  );
}

/** Rendered on the server, once for each request. */
const msUntil = (at: string): number => Date.parse(at) - Date.now();
