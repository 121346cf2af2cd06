import { IdCard } from 'lucide-react';
import { Card } from '@/components/card';
import { Disclosure } from '@/components/disclosure';
import { EmptyState } from '@/components/empty-state';
import type { IdentityProvider } from '@/lib/vault';
import { ProviderCard } from './provider-card';
import { ProviderForm } from './provider-form';
import { RedirectUri } from './redirect-uri';

export type ProviderListProps = {
  organizationId: string | null;
  providers: readonly IdentityProvider[];
  /** What is registered at the provider. */
  redirectUri: string;
  mayChange: boolean;
};

export function ProviderList({ organizationId, providers, redirectUri, mayChange }: ProviderListProps) {
  return (
    <>
      {providers.length === 0 && (
        <Card padded={false}>
          <EmptyState
            icon={<IdCard />}
            title="No identity provider yet"
            text={
              mayChange
                ? 'Add one that speaks OpenID Connect, such as Okta, Entra ID, Google or Keycloak.'
                : 'People sign in with a password or a passkey.'
            }
          />
        </Card>
      )}
      {providers.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} mayChange={mayChange} />
      ))}
      {mayChange && (
        <Disclosure title="Add an identity provider" description="It has to speak OpenID Connect.">
          <div className="flex flex-col gap-2 text-sm text-muted">
            <p>Register Strongroom there as a web application, with this address to come back to:</p>
            <RedirectUri uri={redirectUri} />
          </div>
          <ProviderForm organizationId={organizationId} />
        </Disclosure>
      )}
    </>
  );
}
