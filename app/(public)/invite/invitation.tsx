'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { roleHint, roleName } from '@/app/(dashboard)/_parts/people/roles';
import { useLinkToken } from '@/app/(public)/_parts/token-field';
import { AuthCard } from '@/components/auth-card';
import { Button } from '@/components/button';
import { LinkButton } from '@/components/link-button';
import { Notice } from '@/components/notice';
import { Spinner } from '@/components/spinner';
import { Time } from '@/components/time';
import type { OfferedInvitation } from '@/lib/vault';
import { describeInvitationAction } from './actions';
import { JoinForm, NewPersonForm } from './invite-forms';

type Known = { token: string; offer?: OfferedInvitation; problem?: string };

const LOST = 'The server could not be reached.';

async function look(token: string): Promise<Known> {
  try {
    const done = await describeInvitationAction(token);
    return done.status === 'done' ? { token, offer: done.result } : { token, problem: done.message };
  } catch {
    return { token, problem: LOST };
  }
}

/** What the link offers, and the way to take it that fits whoever has it. */
export function Invitation({ brand }: { brand: ReactNode }) {
  const token = useLinkToken();
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    if (!token) return;
    let stale = false;
    void look(token).then((next) => {
      if (!stale) setKnown(next);
    });
    return () => {
      stale = true;
    };
  }, [token]);

  if (!token) {
    return (
      <AuthCard
        brand={brand}
        title="You are invited"
        description="Open the link that you were given, or paste its token here. Whoever has an account already signs in first."
        footer={<SignInLink />}
      >
        <NewPersonForm />
      </AuthCard>
    );
  }
  const current = known?.token === token ? known : undefined;
  // A page that is loaded again has no token: it is tried again from here.
  function again() {
    setKnown(undefined);
    void look(token).then((next) => setKnown((now) => now ?? next));
  }
  if (current?.problem) {
    const lost = current.problem === LOST;
    return (
      <AuthCard
        brand={brand}
        title="Invitation"
        footer={
          !lost && (
            <LinkButton href="/sign-in" variant="ghost">
              I have an account
            </LinkButton>
          )
        }
      >
        <Notice
          tone="danger"
          live
          actions={
            lost && (
              <Button size="sm" onClick={again}>
                Try again
              </Button>
            )
          }
        >
          {current.problem}
        </Notice>
      </AuthCard>
    );
  }
  if (!current?.offer) {
    return (
      <AuthCard brand={brand} title="Invitation">
        <output className="flex items-center gap-2 text-sm text-muted">
          <Spinner /> Looking what it is for
        </output>
      </AuthCard>
    );
  }
  return <Offer brand={brand} offer={current.offer} />;
}

function Offer({ brand, offer }: { brand: ReactNode; offer: OfferedInvitation }) {
  const { placeName, organizationId, role, invitedByName, expiresAt, email } = offer;
  return (
    <AuthCard
      brand={brand}
      title={<span className="wrap-anywhere">Join {placeName}</span>}
      description={
        <span className="wrap-anywhere">
          {invitedByName} invites {email} as {roleName(role)}. {roleHint(role, organizationId)}
        </span>
      }
      footer={
        <>
          The link ends <Time value={expiresAt} />.
        </>
      }
    >
      <Way offer={offer} />
    </AuthCard>
  );
}

function Way({ offer: { hasAccount, signedIn, email } }: { offer: OfferedInvitation }) {
  if (signedIn === 'another') {
    return (
      <div className="flex flex-col gap-4 text-sm">
        <Notice tone="warning">
          You are signed in with another address. Sign out, then open the link again.
        </Notice>
        <form method="post" action="/sign-out">
          <Button type="submit" size="lg" className="w-full">
            Sign out
          </Button>
        </form>
      </div>
    );
  }
  if (signedIn === 'invited') return <JoinForm />;
  if (!hasAccount) return <NewPersonForm />;
  return (
    <div className="flex flex-col gap-4 text-sm text-muted">
      <p className="wrap-anywhere">
        There is an account with the address {email}. Sign in with it: then you can join.
      </p>
      {/* Within the same tab the token stays where it is: in this page's memory, and in no address. */}
      <LinkButton href="/sign-in?next=/invite" variant="primary" size="lg" className="w-full">
        Sign in to join
      </LinkButton>
    </div>
  );
}

const SignInLink = () => (
  <LinkButton href="/sign-in?next=/invite" variant="ghost">
    I have an account
  </LinkButton>
);
