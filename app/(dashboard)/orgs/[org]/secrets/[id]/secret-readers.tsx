import { KeyRound, UserRound } from 'lucide-react';
import { Card } from '@/components/card';
import { LinkButton } from '@/components/link-button';
import type { Reader, SecretAccess } from '@/lib/vault';

/** So many are seen at once; the rest is folded away. */
const SEEN = 6;

/** Who could read the value now, and by which rule. Who did stands in the activity. */
export function SecretReaders({
  access: { readers, more },
  letsIn,
  explainHref,
}: {
  access: SecretAccess;
  /** Whoever looks can name somebody in its restriction. */
  letsIn: boolean;
  /** Where the reasons are told, for those who may see them. */
  explainHref: string | undefined;
}) {
  const rest = readers.slice(SEEN);
  return (
    <Card
      title="Who can read it"
      actions={
        explainHref && (
          <LinkButton href={explainHref} size="sm" aria-label="Explain who may do what">
            Explain
          </LinkButton>
        )
      }
    >
      {readers.length === 0 ? (
        <p className="text-sm">{letsIn ? 'Nobody. Name somebody under Access.' : 'Nobody.'}</p>
      ) : (
        <ReaderList readers={readers.slice(0, SEEN)} />
      )}
      {rest.length > 0 && (
        <details className="group mt-2 text-sm">
          <summary className="w-fit rounded-sm text-muted hover:text-ink touch:py-2.5">
            <span className="group-open:hidden">Show {rest.length} more</span>
            <span className="hidden group-open:inline">Show fewer</span>
          </summary>
          <div className="mt-2">
            <ReaderList readers={rest} />
            {more && <p className="mt-2 text-subtle">And others: there are too many to list.</p>}
          </div>
        </details>
      )}
    </Card>
  );
}

function ReaderList({ readers }: { readers: readonly Reader[] }) {
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {readers.map((reader) => {
        const Icon = reader.role === 'key' ? KeyRound : UserRound;
        return (
          <li key={`${reader.id} ${reader.everywhere}`} className="flex items-start gap-2.5">
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-subtle" />
            <span className="min-w-0 wrap-anywhere">
              {reader.name} <span className="text-subtle">{ruleOf(reader)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function ruleOf({ role, everywhere }: Reader): string {
  const where = everywhere ? 'the whole installation' : 'this organization';
  if (role === 'key') return `API key for ${where}`;
  return `${role === 'admin' ? 'administrator' : role} of ${where}`;
}
