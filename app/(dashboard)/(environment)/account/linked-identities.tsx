import { Card } from '@/components/card';
import { Time } from '@/components/time';
import type { Account } from '@/lib/vault';

/** Nothing where nobody signs in elsewhere. */
export function LinkedIdentities({ identities }: Pick<Account, 'identities'>) {
  if (identities.length === 0) return null;
  return (
    <Card
      title="Single sign-on"
      headingLevel={3}
      description="Identity providers that you can sign in at in place of a password."
    >
      <ul className="-my-2.5 divide-y text-sm">
        {identities.map(({ id, issuer, lastUsedAt, createdAt }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4 gap-y-0.5 py-2.5">
            <span className="min-w-0 wrap-anywhere">{issuer.replace(/^https:\/\//, '')}</span>
            <span className="text-subtle">
              Last used <Time value={lastUsedAt ?? createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
