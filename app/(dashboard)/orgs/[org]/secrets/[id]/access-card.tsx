import { KeyRound, UserRound, UsersRound } from 'lucide-react';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { LinkButton } from '@/components/link-button';
import { Time } from '@/components/time';
import type { SecretAccess, SecretMetadata, Subject } from '@/lib/vault';

const ICONS = { person: UserRound, role: UsersRound, key: KeyRound };

export type AccessCardProps = {
  secret: SecretMetadata;
  access: SecretAccess;
  /** Where that is changed, for those who may. */
  editHref: string | undefined;
};

/** What stands between a right and this one secret. */
export function AccessCard({ secret: { restrictedAt, needsApproval }, access, editHref }: AccessCardProps) {
  const opens = ({ kind, subject }: Subject) =>
    kind === 'role' || access.more || access.readers.some(({ id }) => id === subject);
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
              {access.named.map((one) => {
                const { subject, kind, name, detail } = one;
                const Icon = ICONS[kind];
                return (
                  <li key={subject} className="flex items-start gap-2.5">
                    <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-subtle" />
                    <span className="min-w-0 wrap-anywhere">
                      {name} {detail && <span className="text-subtle">{detail}</span>}{' '}
                      {!opens(one) && <span className="text-warning-text">cannot open it</span>}
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
