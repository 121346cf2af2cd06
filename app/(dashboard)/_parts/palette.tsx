/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the pattern of a combobox: HTML's own listbox cannot hold links */
'use client';

import { clsx } from 'clsx';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { CONTROL } from '@/components/control-styles';
import { Dialog } from '@/components/dialog';
import { Link } from '@/components/link';
import { announce } from '@/components/live-region';
import { type Found, findAction } from './palette-actions';

/** A pause in typing that is shorter is none: each search is a line in the trail. */
const PAUSE_MS = 200;

export interface PaletteLink {
  readonly href: string;
  readonly label: string;
  /** What tells it from another of the same name. */
  readonly detail?: string | undefined;
}

export type PaletteProps = {
  /** The one that is looked at: its secrets are found too. */
  organizationId: string | undefined;
  /** The pages that the navigation knows. */
  pages: readonly PaletteLink[];
  onClose: () => void;
};

/** Goes anywhere by a part of its name. */
export function Palette({ organizationId, pages, onClose }: PaletteProps) {
  const router = useRouter();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const search = query.trim();
  const { found, problem } = useFound(organizationId, search);
  const groups = groupsOf(search, organizationId, pages, found);
  const links = groups.flatMap((group) => group.links);
  // What was found may have become less.
  const current = Math.min(chosen, links.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && links.length > 0) {
      event.preventDefault();
      setChosen((current + step + links.length) % links.length);
    }
    const link = links[current];
    if (event.key === 'Enter' && link) {
      event.preventDefault();
      onClose();
      router.push(link.href);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Go to">
      <input
        type="text"
        role="combobox"
        aria-label={organizationId ? 'A page, an organization or a secret' : 'A page or an organization'}
        aria-expanded={links.length > 0}
        aria-controls={listId}
        aria-activedescendant={links.length > 0 ? optionId(current) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={press}
        className={clsx(CONTROL, 'h-10 px-3 touch:h-11')}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Where to go"
        className="-mx-2 mt-3 max-h-80 min-h-24 overflow-y-auto"
      >
        {groups.map(({ label, links: inGroup, from }) => (
          <div key={label} role="group" aria-label={label}>
            <p aria-hidden="true" className="px-2 pt-2 pb-1 text-xs text-subtle">
              {label}
            </p>
            {inGroup.map(({ href, label: name, detail }, index) => (
              <Link
                key={href}
                id={optionId(from + index)}
                role="option"
                aria-selected={from + index === current}
                tabIndex={-1}
                href={href}
                onClick={onClose}
                onPointerMove={() => setChosen(from + index)}
                className="flex min-h-9 items-center gap-3 rounded-md px-2 text-sm aria-selected:bg-hover touch:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {detail && <span className="max-w-40 truncate text-xs text-subtle">{detail}</span>}
              </Link>
            ))}
          </div>
        ))}
        {links.length === 0 && <p className="px-2 py-3 text-sm text-muted">Nothing has this in its name.</p>}
      </div>
      {problem && <p className="mt-3 text-sm text-danger-text">{problem}</p>}
    </Dialog>
  );
}

interface Group {
  readonly label: string;
  readonly links: readonly PaletteLink[];
  /** The place of the first one among all. */
  readonly from: number;
}

function groupsOf(
  search: string,
  organizationId: string | undefined,
  pages: readonly PaletteLink[],
  { organizations, secrets }: Found,
): Group[] {
  const wanted = search.toLowerCase();
  const groups = [
    { label: 'Pages', links: pages.filter(({ label }) => label.toLowerCase().includes(wanted)) },
    {
      label: 'Secrets',
      links: secrets.map(({ id, name }) => ({ href: `/orgs/${organizationId}/secrets/${id}`, label: name })),
    },
    {
      label: 'Organizations',
      links: organizations.map(({ id, name, detail }) => ({
        href: `/orgs/${id}/secrets`,
        label: name,
        detail,
      })),
    },
  ].filter(({ links }) => links.length > 0);
  return groups.map((group, index) => ({
    ...group,
    from: groups.slice(0, index).reduce((count, { links }) => count + links.length, 0),
  }));
}

const NOTHING: Found = { organizations: [], secrets: [] };

/** What the vault finds for what was typed last. What it found before stays until it answers. */
function useFound(organizationId: string | undefined, search: string) {
  const [answer, setAnswer] = useState<{ found: Found; problem?: string }>({ found: NOTHING });
  useEffect(() => {
    let asked = search !== '';
    const ask = async () => {
      const found = await findAction(organizationId ?? null, search).catch(() => ({
        error: 'The server could not be reached.',
      }));
      if (!asked) return;
      if ('error' in found) return setAnswer({ found: NOTHING, problem: found.error });
      setAnswer({ found });
      const count = found.organizations.length + found.secrets.length;
      announce(count === 1 ? '1 found' : `${count} found`);
    };
    const timer = asked ? setTimeout(() => void ask(), PAUSE_MS) : undefined;
    return () => {
      asked = false;
      clearTimeout(timer);
    };
  }, [organizationId, search]);
  return search === '' ? { found: NOTHING } : answer;
}
