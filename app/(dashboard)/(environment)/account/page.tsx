import type { Metadata } from 'next';
import { Card } from '@/components/card';
import { KeyValueList } from '@/components/key-value-list';
import { TextLink } from '@/components/link';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { Time } from '@/components/time';
import { forPage } from '@/lib/web/page';
import { currentSession } from '@/lib/web/session';
import { Authenticator } from './authenticator';
import { EndOtherSessions } from './end-session';
import { LinkedIdentities } from './linked-identities';
import { NameForm } from './name-form';
import { OwnEventTable } from './own-event-table';
import { Passkeys } from './passkeys';
import { PasswordForm } from './password-form';
import { placeNamesOf } from './place-names';
import { Places } from './places';
import { SessionTable } from './session-table';

export const metadata: Metadata = { title: 'Your account' };

const FEW = 6;

export default async function AccountPage() {
  const { account, passkeys, sessions, events, names } = await forPage('/account', async (vault, caller) => {
    const known = await vault.describeAccount(caller, {});
    return {
      account: known,
      passkeys: known.waysIn ? (await vault.listPasskeys(caller, {})).items : [],
      sessions: (await vault.listSessions(caller, {})).items,
      events: (await vault.listOwnEvents(caller, { limit: FEW })).items,
      names: await placeNamesOf(vault, caller, known.roles),
    };
  });
  const { waysIn } = account;
  const environmentName = (await currentSession())?.environment.name ?? '';
  return (
    <>
      <PageHeader title="Your account" description="Who you are here, and where and how you are signed in." />
      <div className="flex flex-col gap-6">
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Card title="You">
            <div className="flex flex-col gap-5">
              {waysIn && <NameForm name={account.name} />}
              <KeyValueList
                items={[
                  ...(waysIn ? [] : [{ label: 'Name', value: account.name }]),
                  { label: 'E-mail', value: account.email },
                  { label: 'Account since', value: <Time value={account.createdAt} format="date" /> },
                ]}
              />
            </div>
          </Card>
          <Card title="Where you have a role" description="Each with what you may do there.">
            <Places roles={account.roles} environmentName={environmentName} />
          </Card>
        </div>
        <Card
          title="Sessions"
          description="Where you are signed in. One that you do not know is best ended, and your password changed."
          actions={sessions.length > 1 && <EndOtherSessions />}
          padded={false}
        >
          <SessionTable sessions={sessions} />
        </Card>
        <h2 className="-mb-2 text-lg font-semibold">How you sign in</h2>
        {waysIn ? (
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <div className="flex flex-col gap-6">
              <Passkeys passkeys={passkeys} />
              <Card
                title="Password"
                headingLevel={3}
                description={
                  waysIn.hasPassword
                    ? 'A new one ends all sessions but this one.'
                    : 'You have none. You sign in another way.'
                }
              >
                <PasswordForm email={account.email} hasPassword={waysIn.hasPassword} />
              </Card>
            </div>
            <div className="flex flex-col gap-6">
              <Authenticator {...waysIn} />
              <LinkedIdentities {...waysIn} />
            </div>
          </div>
        ) : (
          <Notice>
            You signed in at the identity provider of one organization. It speaks for you there, and not for
            all of your account: to see and change how you sign in, sign in with a password or a passkey.
          </Notice>
        )}
        <Card
          title="What you did lately"
          actions={<TextLink href="/account/activity">All of it</TextLink>}
          padded={false}
        >
          <OwnEventTable events={events} names={names} />
        </Card>
      </div>
    </>
  );
}
