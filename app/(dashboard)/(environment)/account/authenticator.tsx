import { Card } from '@/components/card';
import { Time } from '@/components/time';
import type { WaysIn } from '@/lib/vault';
import { AddAuthenticator } from './add-authenticator';
import { NewRecoveryCodes } from './new-recovery-codes';
import { RemoveAuthenticator } from './remove-authenticator';

/** The second factor of a password. */
export function Authenticator({ totpSince, recoveryCodesLeft, hasPassword }: WaysIn) {
  return (
    <Card
      title="Authenticator app"
      headingLevel={3}
      description={
        totpSince
          ? 'Whoever signs in with your password gives a code of your app too.'
          : `With one, your password alone opens nothing: a code of your phone goes with it.${hasPassword ? '' : ' It counts once you have a password.'}`
      }
    >
      <div className="flex flex-col gap-4">
        {totpSince ? (
          <>
            <p className="text-sm">
              Added <Time value={totpSince} />. <CodesLeft count={recoveryCodesLeft} />
            </p>
            <div className="flex flex-wrap items-start gap-2">
              <NewRecoveryCodes />
              <RemoveAuthenticator />
            </div>
          </>
        ) : (
          <AddAuthenticator />
        )}
        <noscript>
          <p className="text-sm text-muted">
            To add or remove an app needs scripts, which this browser does not run.
          </p>
        </noscript>
      </div>
    </Card>
  );
}

function CodesLeft({ count }: { count: number }) {
  if (count === 0) return 'No recovery code is left: make new ones, before your phone is lost.';
  return `${count} recovery ${count === 1 ? 'code is' : 'codes are'} left.`;
}
