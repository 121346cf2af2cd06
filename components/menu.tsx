'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, startTransition } from 'react';
import { Link } from './link';

export type MenuProps = {
  /** The button that opens it; it needs an accessible name. */
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end' | undefined;
  className?: string | undefined;
};

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1.5 text-sm no-underline outline-none select-none data-disabled:text-subtle data-highlighted:bg-hover touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';

export function Menu({ trigger, children, align = 'end', className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            className={clsx(
              'max-h-(--available-height) max-w-[min(20rem,calc(100vw-1rem))] min-w-44 origin-(--transform-origin) overflow-y-auto rounded-lg border bg-raised p-1 text-ink shadow-pop outline-none transition-[opacity,scale] data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export type MenuItemProps = {
  children: ReactNode;
  /** A function or a server action. */
  onSelect: () => unknown;
  icon?: ReactNode;
  tone?: 'default' | 'danger' | undefined;
  disabled?: boolean | undefined;
};

export function MenuItem({ children, onSelect, icon, tone = 'default', disabled = false }: MenuItemProps) {
  return (
    <Base.Item
      disabled={disabled}
      onClick={() => startTransition(async () => void (await onSelect()))}
      className={clsx(
        ITEM,
        tone === 'danger' ? 'text-danger-text data-highlighted:bg-danger-soft' : '[&_svg]:text-subtle',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
    </Base.Item>
  );
}

export type MenuLinkProps = {
  children: ReactNode;
  href: string;
  icon?: ReactNode;
  /** After the name, and not cut with it. */
  detail?: string | undefined;
  /** Marks where the reader is. */
  current?: boolean | undefined;
};

export function MenuLink({ children, href, icon, detail, current = false }: MenuLinkProps) {
  return (
    <Base.LinkItem
      closeOnClick
      render={<Link href={href} />}
      aria-current={current ? 'true' : undefined}
      className={clsx(ITEM, '[&_svg]:text-subtle')}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {detail && <span className="max-w-36 shrink-0 truncate text-xs text-subtle">{detail}</span>}
      {current && <Check aria-hidden="true" />}
    </Base.LinkItem>
  );
}

export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-subtle">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 border-t" />;
}
