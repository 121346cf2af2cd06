import { Card } from '@/components/card';
import { TextLink } from '@/components/link';
import { Time } from '@/components/time';
import type { WaysIn } from '@/lib/vault';

/** Where one is known, and the way to where that changes. */
export function LinkedIdentities({ identities }: Pick<WaysIn, 'identities'>) {
  return (
    <Card
      title="Single sign-on"
      headingLevel={3}
      description="Identity providers that you can sign in at in place of a password."
      actions={<TextLink href="/account/sso">Change</TextLink>}
    >
      {identities.length === 0 && <p className="text-sm text-muted">You are connected with none.</p>}
      <ul className="-my-2.5 divide-y text-sm empty:hidden">
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
