import { sizeInWords } from '@/app/(dashboard)/_parts/in-words';
import { Badge } from '@/components/badge';
import { Time } from '@/components/time';
import { HEALTH, type OrganizationOverview, type SecretAtAGlance } from '@/lib/vault';
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
        description={`Expired, or to expire or be rotated within ${dueDays} days.`}
        base={base}
        all={withSearch(base, { due: String(dueDays) })}
        matter={due}
        none="Nothing to worry about: no value expires or wants a new one soon."
        factOf={(secret) => <DueFact {...secret} />}
      />
      <MatterCard
        title="Not replaced for long"
        description={`Of the same value for more than ${staleDays} days.`}
        base={base}
        all={withSearch(base, { idle: String(staleDays) })}
        matter={stale}
        none={`Nothing to worry about: every value is younger than ${staleDays} days.`}
        factOf={({ updatedAt }) => <Time value={updatedAt} />}
      />
      <MatterCard
        title="Never read"
        description="Nobody, and no program, has ever seen the value."
        base={base}
        all={withSearch(base, { unread: '1' })}
        matter={neverRead}
        none="Nothing to worry about: somebody has read every one of them."
        factOf={({ createdAt }) => (
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
        factOf={({ sizeBytes }) => sizeInWords(sizeBytes)}
      />
    </div>
  );
}

/** Which of the two comes first, and when. */
function DueFact({ expiresAt, remindsAt }: SecretAtAGlance) {
  if (remindsAt === null) return null;
  const over = Date.parse(remindsAt) <= Date.now();
  const [word, tone] =
    expiresAt === remindsAt
      ? over
        ? (['Expired', 'danger'] as const)
        : (['Expires', 'neutral'] as const)
      : over
        ? (['Rotation overdue', 'warning'] as const)
        : (['Rotation', 'neutral'] as const);
  return (
    <>
      <Badge tone={tone}>{word}</Badge> <Time value={remindsAt} />
    </>
  );
}
