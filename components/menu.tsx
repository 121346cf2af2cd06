'use client';

import type { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { createContext, type ReactElement, type ReactNode, startTransition, useContext } from 'react';
import { later } from './later';
import { Link } from './link';
import { usePopup } from './use-popup';
import { WithProps } from './with-props';

export type MenuProps = {
  /** The button that opens it; it needs an accessible name. */
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end' | undefined;
  className?: string | undefined;
};

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1.5 text-sm no-underline outline-none select-none data-disabled:text-subtle data-highlighted:bg-hover touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';

const popupPart = later(() => import('./menu-popup'));

/** The library's parts, which come with the popup: so what is in a menu need not load them. */
export const MenuParts = createContext<typeof Base | undefined>(undefined);

export function useMenuParts(): typeof Base {
  const parts = useContext(MenuParts);
  if (!parts) throw new Error('An item stands outside of a menu.');
  return parts;
}

export function Menu({ trigger, ...content }: MenuProps) {
  const { parts, popup, trigger: opens } = usePopup(popupPart, 'menu');
  return (
    <>
      <WithProps element={trigger} {...opens} />
      {parts && <parts.MenuPopup popup={popup} {...content} />}
    </>
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
  const { Item } = useMenuParts();
  return (
    <Item
      disabled={disabled}
      onClick={() => startTransition(async () => void (await onSelect()))}
      className={clsx(
        ITEM,
        tone === 'danger' ? 'text-danger-text data-highlighted:bg-danger-soft' : '[&_svg]:text-subtle',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
    </Item>
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
  const { LinkItem } = useMenuParts();
  return (
    <LinkItem
      closeOnClick
      render={<Link href={href} />}
      aria-current={current ? 'true' : undefined}
      className={clsx(ITEM, '[&_svg]:text-subtle')}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {detail && <span className="max-w-36 shrink-0 truncate text-xs text-subtle">{detail}</span>}
      {current && <Check aria-hidden="true" />}
    </LinkItem>
  );
}

export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  const { Group, GroupLabel } = useMenuParts();
  return (
    <Group>
      <GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-subtle">{label}</GroupLabel>
      {children}
    </Group>
  );
}

export function MenuSeparator() {
  const { Separator } = useMenuParts();
  return <Separator className="-mx-1 my-1 border-t" />;
}
