import { SsoLink } from '@/app/(public)/sign-in/sso-link';
import { Notice } from '@/components/notice';
import { forPage } from '@/lib/web/page';

/** Organizations of the person that want a sign-in at their own provider, and the way to it. */
export async function ClosedOrganizations({ path }: { path: string }) {
  const { closed, vouchedFor } = await forPage(path, (vault, caller) =>
    vault.describeSingleSignOn(caller, {}),
  );
  if (vouchedFor !== null) {
    return (
      <Notice className="mb-4">
        You signed in at the identity provider of this organization, so you see it alone. To reach others,
        sign out and sign in with a password or a passkey.
      </Notice>
    );
  }
  if (closed.length === 0) return null;
  return (
    <Notice className="mb-4" title="Some of your organizations want single sign-on">
      <ul className="mt-1 flex flex-col gap-2">
        {closed.map(({ name, provider }) => (
          <li key={provider.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span className="wrap-anywhere">{name}</span>
            <SsoLink provider={provider.id} size="md">
              Sign in with {provider.name}
            </SsoLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
