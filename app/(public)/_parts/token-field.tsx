'use client';

import { useSyncExternalStore } from 'react';
import { Field } from '@/components/field';
import { PasswordInput } from '@/components/password-input';

let fromLink: string | undefined;

/**
 * The token of a one-time link. It comes after the #, which no browser sends: so it is in no log. It is taken out
 * of the address at once, so that neither the history nor a look over the shoulder gives it away.
 */
function tokenOfLink(): string {
  if (fromLink === undefined) {
    fromLink = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
    if (fromLink) history.replaceState(history.state, '', location.pathname + location.search);
  }
  return fromLink;
}

function subscribe(changed: () => void): () => void {
  // A second link, opened in the same tab.
  const read = () => {
    fromLink = undefined;
    changed();
  };
  addEventListener('hashchange', read);
  return () => removeEventListener('hashchange', read);
}

/** The token of the link that was opened; empty on the server, and where the page was opened without one. */
export const useLinkToken = (): string => useSyncExternalStore(subscribe, tokenOfLink, () => '');

export type TokenFieldProps = {
  label: string;
  /** What the link is called: "set-up link". */
  link: string;
  error?: string | undefined;
  /** What was pasted where no scripts run; it still works. */
  given?: string | undefined;
};

/** Filled by the link; to paste into where somebody has only the token. */
export function TokenField({ label, link, error, given = '' }: TokenFieldProps) {
  const token = useLinkToken() || given;
  if (token && !error) return <input type="hidden" name="token" value={token} />;
  return (
    <Field
      label={label}
      hint={
        error
          ? undefined
          : `Open the ${link} again: a page that is loaded anew no longer has its token. Or paste the part after #token= here.`
      }
      error={error}
      required
    >
      <PasswordInput key={token} name="token" autoComplete="off" defaultValue={token} className="font-mono" />
    </Field>
  );
}
