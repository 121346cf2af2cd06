'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { SkeletonDetail, SkeletonList } from '@/components/skeleton';

/** Below this a skeleton would only flicker. */
const PATIENCE_MS = 250;
/** Something went another way than expected: better the old page than none. */
const GIVE_UP_MS = 10_000;

type Shape = 'list' | 'detail';

/**
 * The skeleton of the page that was asked for, while it is on its way. Not a loading.tsx: nothing here is prefetched,
 * because opening a page is recorded, so a loading.tsx would arrive in the same answer as its page. And it would take
 * away the page's status (404) and its content where scripts do not run.
 */
export function NavigationFrame({ children }: { children: ReactNode }) {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [asked, setAsked] = useState<{ from: string; shape: Shape }>();
  const waiting = asked?.from === here ? asked.shape : undefined;

  useEffect(() => {
    let soon: ReturnType<typeof setTimeout>;
    let late: ReturnType<typeof setTimeout>;
    function ask(target: URL) {
      if (target.origin !== location.origin) return;
      if (target.pathname + target.search === location.pathname + location.search) return;
      clearTimeout(soon);
      clearTimeout(late);
      soon = setTimeout(() => setAsked({ from: here, shape: shapeOf(target.pathname) }), PATIENCE_MS);
      late = setTimeout(() => setAsked(undefined), GIVE_UP_MS);
    }
    function click(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
      if (!link?.href || link.target || link.hasAttribute('download') || modified) return;
      ask(new URL(link.href));
    }
    function submit(event: SubmitEvent) {
      if (!(event.target instanceof HTMLFormElement) || event.target.method !== 'get') return;
      // A form without an address of its own is a script's, and leads nowhere.
      if (!event.target.getAttribute('action')?.startsWith('/')) return;
      const url = new URL(event.target.action);
      for (const [name, value] of new FormData(event.target)) {
        if (typeof value === 'string') url.searchParams.append(name, value);
      }
      ask(url);
    }
    document.addEventListener('click', click, true);
    document.addEventListener('submit', submit, true);
    return () => {
      clearTimeout(soon);
      clearTimeout(late);
      document.removeEventListener('click', click, true);
      document.removeEventListener('submit', submit, true);
      // Who comes back here has asked for nothing yet.
      setAsked(undefined);
    };
  }, [here]);

  return (
    <>
      {waiting === 'list' && <SkeletonList />}
      {waiting === 'detail' && <SkeletonDetail />}
      <div hidden={waiting !== undefined}>{children}</div>
    </>
  );
}

function shapeOf(pathname: string): Shape {
  return /^\/orgs\/[^/]+\/secrets\/./.test(pathname) ? 'detail' : 'list';
}
