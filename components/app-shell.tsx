import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { buttonClass } from './button-styles';
import { Link } from './link';
import { NavDrawer } from './nav-drawer';
import { NavList, type NavSection } from './nav-list';

const MAIN_ID = 'main';
const NAV_ID = 'navigation';

export type AppShellProps = {
  /** A Logo; it links to `homeHref`. */
  brand: ReactNode;
  homeHref: string;
  children: ReactNode;
  nav: readonly NavSection[];
  /** Right of the brand: where one chooses what is looked at. */
  switcher?: ReactNode;
  /** At the right of the bar, before the user menu. */
  tools?: ReactNode;
  user?: ReactNode;
  /** At the foot of the navigation. */
  navFooter?: ReactNode;
};

/**
 * Bar above, navigation at the left, page in the middle. On a phone the navigation is a drawer; without scripts, which a
 * drawer needs, it is below the page.
 */
export function AppShell({
  brand,
  homeHref,
  children,
  nav,
  switcher,
  tools,
  user,
  navFooter,
}: AppShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href={`#${MAIN_ID}`}
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2.5 text-sm font-medium text-white focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b bg-canvas px-2 sm:gap-2 lg:px-4">
        <noscript>
          <a href={`#${NAV_ID}`} className={clsx(buttonClass('ghost', 'md'), 'lg:hidden')}>
            Menu
          </a>
        </noscript>
        <div className="lg:hidden noscript:hidden">
          <NavDrawer brand={brand}>
            <NavList sections={nav} />
            {navFooter && <div className="mt-5">{navFooter}</div>}
          </NavDrawer>
        </div>
        <Link
          href={homeHref}
          className="flex min-h-8 min-w-8 shrink-0 items-center justify-center rounded-md focus-visible:outline-offset-0 touch:min-h-11 touch:min-w-11"
        >
          {brand}
        </Link>
        {switcher && (
          <>
            <span
              aria-hidden="true"
              className="mx-1 h-5 w-px rotate-12 bg-line-strong/50 noscript:max-sm:hidden"
            />
            <div className="min-w-0 noscript:max-sm:hidden">{switcher}</div>
          </>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">
          {tools}
          {user}
        </div>
      </header>
      <div className="flex flex-1 noscript:max-lg:flex-col-reverse">
        <nav
          id={NAV_ID}
          aria-label="Main"
          className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-60 shrink-0 flex-col overflow-y-auto border-r lg:flex noscript:max-lg:static noscript:max-lg:flex noscript:max-lg:h-auto noscript:max-lg:w-full noscript:max-lg:scroll-mt-14 noscript:max-lg:border-t noscript:max-lg:border-r-0"
        >
          <div className="flex-1 p-3 pt-4">
            <NavList sections={nav} />
          </div>
          {navFooter && <div className="border-t p-3">{navFooter}</div>}
        </nav>
        <main id={MAIN_ID} tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <div className="mx-auto w-full max-w-6xl px-4 pt-6 pb-20 sm:px-6 lg:px-8">{children}</div>
        </main>
      </div>
    </div>
  );
}
