import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { LinkButton } from '@/components/link-button';
import { Time } from '@/components/time';
import type { Receipt } from '@/lib/vault';
import { howWords, strangerWords } from '../../receipts/receipt-words';

type Props = { org: string; secretId: string; reads: readonly Receipt[] };

/** The last of them, in short. */
export function LastRead({ read }: { read: Receipt | undefined }) {
  if (!read) return 'Never';
  return (
    <>
      <Time value={read.at} /> by {read.reader.name}
    </>
  );
}

/** The last few who saw a value, each once. */
export function LastReaders({ org, secretId, reads }: Props) {
  return (
    <Card
      title="Who looked last"
      actions={
        reads.length > 0 && (
          <LinkButton href={`/orgs/${org}/receipts?secret=${secretId}`} size="sm" aria-label="See all reads">
            All
          </LinkButton>
        )
      }
    >
      {reads.length === 0 ? (
        <p className="text-sm text-muted">Nobody has seen a value of it.</p>
      ) : (
        <ul className="flex flex-col gap-2 text-sm">
          {reads.map((one) => {
            const stranger = strangerWords(one);
            return (
              <li key={one.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 wrap-anywhere">
                <span>{one.reader.name}</span>
                {stranger && <Badge tone="warning">{stranger}</Badge>}
                <span className="text-subtle">
                  {howWords(one).toLowerCase()} it <Time value={one.at} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
