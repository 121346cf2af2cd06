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
        factOf={dueFact}
      />
      <MatterCard
        title="Not replaced for long"
        description={`Of the same value for more than ${staleDays} days.`}
        base={base}
        all={withSearch(base, { idle: String(staleDays) })}
        matter={stale}
        none={`Nothing to worry about: every value is younger than ${staleDays} days.`}
        factOf={ageFact}
      />
      <MatterCard
        title="Never read"
        description="Nobody, and no program, has ever seen the value."
        base={base}
        all={withSearch(base, { unread: '1' })}
        matter={neverRead}
        none="Nothing to worry about: somebody has read every one of them."
        factOf={madeFact}
      />
      <MatterCard
        title="Largest"
        description="What takes the most room."
        base={base}
        matter={{ secrets: largest }}
        none="There is nothing."
        factOf={sizeFact}
      />
    </div>
  );
}

const ageFact = ({ updatedAt }: SecretAtAGlance) => <Time value={updatedAt} />;
const madeFact = ({ createdAt }: SecretAtAGlance) => (
  <>
    made <Time value={createdAt} />
  </>
);
const sizeFact = ({ sizeBytes }: SecretAtAGlance) => sizeInWords(sizeBytes);

/** Which of the two comes first, and when. */
function dueFact({ expiresAt, remindsAt }: SecretAtAGlance) {
  if (remindsAt === null) return null;
  const over = Date.parse(remindsAt) <= Date.now();
  const expires = expiresAt === remindsAt;
  return (
    <>
      {over ? (
        <Badge tone={expires ? 'danger' : 'warning'}>{expires ? 'Expired' : 'Rotation overdue'}</Badge>
      ) : (
        <Badge>{expires ? 'Expires' : 'Rotation'}</Badge>
      )}{' '}
      <Time value={remindsAt} />
    </>
  );
}
