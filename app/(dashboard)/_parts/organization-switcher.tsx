'use client';

import { usePathname } from 'next/navigation';
import { MenuGroup, MenuLink, MenuSeparator } from '@/components/menu';
import { Switcher } from '@/components/switcher';
import type { NameApart } from '@/lib/web/names-apart';

export type OrganizationSwitcherProps = { currentId: string | undefined; choices: readonly NameApart[] };

/** Goes to the same kind of page of another organization. */
export function OrganizationSwitcher({ currentId, choices }: OrganizationSwitcherProps) {
  const section =
    /^\/orgs\/[^/]+\/(overview|secrets|trash|members|approvals|activity|receipts|api-keys|sso|departures|settings)/.exec(
      usePathname(),
    )?.[1] ?? 'secrets';
  const current = choices.find(({ id }) => id === currentId);
  return (
    <Switcher label="Organization" current={current?.name ?? 'All organizations'} detail={current?.detail}>
      {choices.length > 0 && (
        <>
          <MenuGroup label="Organizations">
            {choices.map(({ id, name, detail }) => (
              <MenuLink key={id} href={`/orgs/${id}/${section}`} current={id === currentId} detail={detail}>
                {name}
              </MenuLink>
            ))}
          </MenuGroup>
          <MenuSeparator />
        </>
      )}
      <MenuLink href="/orgs">All organizations</MenuLink>
    </Switcher>
  );
}
