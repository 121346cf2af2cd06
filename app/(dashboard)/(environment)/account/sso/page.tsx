import { IdCard } from 'lucide-react';
import type { Metadata } from 'next';
import { SsoLink } from '@/app/(public)/sign-in/sso-link';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { Time } from '@/components/time';
import { forPage } from '@/lib/web/page';
import { oneOf, type Search } from '@/lib/web/search';
import { problemInWords } from '@/lib/web/sso-problems';
import { RemoveIdentity } from './remove-identity';

export const metadata: Metadata = { title: 'Your single sign-on' };

export default async function OwnSsoPage({ searchParams }: { searchParams: Search }) {
  const given = await searchParams;
  const { identities, providers, vouchedFor } = await forPage('/account/sso', (vault, caller) =>
    vault.describeSingleSignOn(caller, {}),
  );
  const problem = problemInWords(oneOf(given.sso));
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="-mb-6">
        <PageHeader
          title="Your single sign-on"
          description="Connect your account with an identity provider, to sign in there in place of a password."
        />
      </div>
      {problem && (
        <Notice tone="warning" title="Not connected">
          {problem}
        </Notice>
      )}
      {given.done === 'connected' && !problem && (
        <Notice tone="success">Your account is connected: you can sign in there from now on.</Notice>
      )}
      {vouchedFor !== null && (
        <Notice>
          You signed in at the identity provider of one organization, so you see this organization alone. To
          reach others, or to change how you sign in, sign in with a password or a passkey.
        </Notice>
      )}
      <Card title="Connected" padded={false}>
        {identities.length === 0 ? (
          <EmptyState
            icon={<IdCard />}
            title="Nothing is connected"
            text="You sign in with a password or a passkey."
            headingLevel={3}
          />
        ) : (
          <ul className="divide-y text-sm">
            {identities.map(({ id, issuer, createdAt, lastUsedAt }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5"
              >
                <span className="min-w-0">
                  <span className="block font-medium wrap-anywhere">{nameOf(issuer)}</span>
                  <span className="text-subtle">
                    Since <Time value={createdAt} />
                    {lastUsedAt && (
                      <>
                        , last used <Time value={lastUsedAt} />
                      </>
                    )}
                  </span>
                </span>
                {vouchedFor === null && <RemoveIdentity id={id} name={nameOf(issuer)} />}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {providers.length > 0 && (
        <Card title="Connect" description="You are sent there once, and come back here.">
          <div className="flex flex-wrap gap-2">
            {providers.map(({ id, name }) => (
              <SsoLink key={id} provider={id} connect size="md">
                Connect {name}
              </SsoLink>
            ))}
          </div>
        </Card>
      )}
    </div>
  );
}

const nameOf = (issuer: string): string => issuer.replace(/^https:\/\/|\/$/g, '');
