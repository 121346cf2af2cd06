import { KeyRound, UserRound, UsersRound } from 'lucide-react';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { LinkButton } from '@/components/link-button';
import { Time } from '@/components/time';
import type { SecretMetadata, Subject } from '@/lib/vault';

const ICONS = { person: UserRound, role: UsersRound, key: KeyRound };

export type AccessCardProps = {
  secret: SecretMetadata;
  /** Whom its restriction names. */
  named: readonly Subject[];
  /** Where that is changed, for those who may. */
  editHref: string | undefined;
};

/** What stands between a right and this one secret. */
export function AccessCard({ secret: { restrictedAt, needsApproval }, named, editHref }: AccessCardProps) {
  return (
    <Card
      title="Access"
      actions={
        editHref && (
          <LinkButton href={editHref} size="sm" aria-label="Edit access">
            Edit
          </LinkButton>
        )
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {restrictedAt === null ? (
          <p>Whoever has the right in this organization.</p>
        ) : (
          <>
            <p>
              <Badge tone="accent">Restricted</Badge> Of those who have the right, only these, since{' '}
              <Time value={restrictedAt} />:
            </p>
            <ul className="flex flex-col gap-2">
              {named.map(({ subject, kind, name, detail }) => {
                const Icon = ICONS[kind];
                return (
                  <li key={subject} className="flex items-start gap-2.5">
                    <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-subtle" />
                    <span className="min-w-0 wrap-anywhere">
                      {name} {detail && <span className="text-subtle">{detail}</span>}
                    </span>
                  </li>
                );
              })}
            </ul>
          </>
        )}
        {needsApproval && (
          <p>
            <Badge tone="warning">Needs approval</Badge> A person opens it once a second one has agreed. No
            API key opens it.
          </p>
        )}
      </div>
    </Card>
  );
}
