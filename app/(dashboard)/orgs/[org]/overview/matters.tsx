import { sizeInWords } from '@/app/(dashboard)/_parts/in-words';
import { ReminderBadge } from '@/app/(dashboard)/_parts/reminder-badge';
import { Time } from '@/components/time';
import { HEALTH, type OrganizationOverview } from '@/lib/vault';
import { withSearch } from '@/lib/web/search';
import { MatterCard } from './matter-card';

export type MattersProps = {
  /** Of the list. */
  base: string;
  overview: OrganizationOverview;
};

/** What somebody should look at, the most urgent first, and what takes the most room. */
export function Matters({ base, overview: { due, stale, neverRead, largest } }: MattersProps) {
  const { dueDays, staleDays } = HEALTH;
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <MatterCard
        title="Due"
        description={`Expired, or to expire or be replaced within ${dueDays} days.`}
        base={base}
        all={withSearch(base, { due: String(dueDays) })}
        matter={due}
        none="Nothing to worry about: no value expires or wants a new one soon."
        renderFact={(secret) => <ReminderBadge {...secret} />}
      />
      <MatterCard
        title="Not replaced for long"
        description={`Of the same value for more than ${staleDays} days.`}
        base={base}
        all={withSearch(base, { idle: String(staleDays) })}
        matter={stale}
        none={`Nothing to worry about: every value is younger than ${staleDays} days.`}
        renderFact={({ updatedAt }) => <Time value={updatedAt} />}
      />
      <MatterCard
        title="Never read"
        description="Nobody, and no program, has ever seen the value."
        base={base}
        all={withSearch(base, { unread: '1' })}
        matter={neverRead}
        none="Nothing to worry about: somebody has read every one of them."
        renderFact={({ createdAt }) => (
          <>
            made <Time value={createdAt} />
          </>
        )}
      />
      <MatterCard
        title="Largest"
        description="What takes the most room."
        base={base}
        matter={{ secrets: largest }}
        none="There is nothing."
        renderFact={({ sizeBytes }) => sizeInWords(sizeBytes)}
      />
    </div>
  );
}
