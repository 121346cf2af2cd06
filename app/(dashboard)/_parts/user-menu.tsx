'use client';

import { CircleUser, LogOut } from 'lucide-react';
import { useRef } from 'react';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { LinkButton } from '@/components/link-button';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '@/components/menu';
import { ThemeMenuItems } from '@/components/theme-menu';

export type UserMenuProps = { name: string; environmentName: string };

/** Signing out is a form's POST, so that no link and no picture can do it. */
export function UserMenu({ name, environmentName }: UserMenuProps) {
  const form = useRef<HTMLFormElement>(null);
  return (
    <>
      <form ref={form} method="post" action="/sign-out">
        <noscript>
          <span className="flex items-center gap-2">
            <LinkButton href="/account">Account</LinkButton>
            <Button type="submit">Sign out</Button>
          </span>
        </noscript>
      </form>
      <Menu
        trigger={
          <IconButton
            label={`You: ${name}`}
            tooltip={false}
            icon={<Avatar name={name} />}
            className="rounded-full noscript:hidden"
          />
        }
      >
        <div className="px-2 pt-1.5 pb-2 text-sm">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-xs text-subtle">{environmentName}</p>
        </div>
        <MenuSeparator />
        <MenuLink icon={<CircleUser aria-hidden="true" />} href="/account">
          Your account
        </MenuLink>
        <MenuSeparator />
        <ThemeMenuItems />
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden="true" />} onSelect={() => form.current?.requestSubmit()}>
          Sign out
        </MenuItem>
      </Menu>
    </>
  );
}
