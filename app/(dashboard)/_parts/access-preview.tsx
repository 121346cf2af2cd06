'use client';

import { KeyRound, UserRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Spinner } from '@/components/spinner';
import type { AccessPreview as Preview } from '@/lib/vault';
import { differenceWords, headlineOf } from './preview-words';

/** A change of rights that somebody is about to save. */
export type AccessChange =
  | {
      readonly kind: 'role';
      readonly userId: string;
      /** Null: for the environment. */
      readonly organizationId: string | null;
      /** Null: none any more. */
      readonly role: string | null;
    }
  | {
      readonly kind: 'restriction';
      readonly secretId: string;
      readonly organizationId?: string | undefined;
      /** People, keys and roles, as a restriction names them; null: for all who have the right. */
      readonly subjects: readonly string[] | null;
      /** As it is, unless given. */
      readonly needsApproval?: boolean | undefined;
    };

export type AccessPreviewProps = {
  /** Null while there is nothing to save. */
  change: AccessChange | null;
  /** Who is about to save it: that they shut themselves out is said first. */
  userId?: string | undefined;
};

/** While somebody is still choosing nothing is asked. */
const PATIENCE_MS = 150;
/** So many names are seen at once; the rest is folded away. */
const SEEN = 6;

type State = { readonly asked: string; readonly preview: Preview | null };

/**
 * Who gains and who loses by a change, before it is saved. It is read out as it changes. It decides nothing, and
 * nothing waits for it: without it the change can be saved all the same.
 */
export function AccessPreview({ change, userId }: AccessPreviewProps) {
  const [state, setState] = useState<State>();
  const asked = change ? JSON.stringify(change) : undefined;

  useEffect(() => {
    if (asked === undefined) return;
    const stop = new AbortController();
    const soon = setTimeout(() => {
      void fetchPreview(asked, stop.signal).then((preview) => {
        if (!stop.signal.aborted) setState({ asked, preview });
      });
    }, PATIENCE_MS);
    return () => {
      clearTimeout(soon);
      stop.abort();
    };
  }, [asked]);

  const known = state?.asked === asked ? state : undefined;
  return (
    <div aria-live="polite" className="text-sm">
      {asked !== undefined && !known && (
        <p className="flex items-center gap-2 text-muted">
          <Spinner /> Looking who gains and who loses
        </p>
      )}
      {known && known.preview === null && (
        <p className="text-muted">Who gains and who loses could not be worked out just now.</p>
      )}
      {change && known?.preview && (
        <Differences preview={known.preview} of={change.kind === 'role' ? 'all' : 'secret'} userId={userId} />
      )}
    </div>
  );
}

type DifferencesProps = { preview: Preview; of: 'secret' | 'all'; userId: string | undefined };

function Differences({ preview, of, userId }: DifferencesProps) {
  const { differences } = preview;
  const rest = differences.slice(SEEN);
  const shutsOut = differences.some(({ id, loses }) => id === userId && loses.includes('reveal'));
  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-sunken px-3.5 py-3">
      <p className="font-medium">{headlineOf(preview)}</p>
      {shutsOut && (
        <p className="text-warning-text">You are one of them: you can no longer reveal the value.</p>
      )}
      {differences.length > 0 && <Names differences={differences.slice(0, SEEN)} of={of} />}
      {rest.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-muted hover:text-ink touch:py-2.5">
            And {rest.length} more
          </summary>
          <div className="mt-2">
            <Names differences={rest} of={of} />
          </div>
        </details>
      )}
      {of === 'all' && <p className="text-muted">Only rights to secrets are counted here.</p>}
    </div>
  );
}

function Names({ differences, of }: { differences: Preview['differences']; of: 'secret' | 'all' }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {differences.map((one) => {
        const Icon = one.kind === 'key' ? KeyRound : UserRound;
        return (
          <li key={one.id} className="flex items-start gap-2">
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-subtle" />
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{one.name}</span>{' '}
              <span className="text-muted">
                {one.kind === 'key' && '(API key) '}
                {differenceWords(one, of)}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

async function fetchPreview(asked: string, signal: AbortSignal): Promise<Preview | null> {
  try {
    const response = await fetch('/access/preview', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: asked,
      cache: 'no-store',
      signal,
    });
    return response.ok ? ((await response.json()) as Preview) : null;
  } catch {
    return null;
  }
}
