'use client';

import { usePathname } from 'next/navigation';
import { MenuGroup, MenuLink, MenuSeparator } from '@/components/menu';
import { Switcher } from '@/components/switcher';

type Choice = { id: string; name: string };

export type OrganizationSwitcherProps = { current?: Choice | undefined; choices: readonly Choice[] };

/** Goes to the same kind of page of another organization. */
export function OrganizationSwitcher({ current, choices }: OrganizationSwitcherProps) {
  const section = /^\/orgs\/[^/]+\/(secrets|trash|activity)/.exec(usePathname())?.[1] ?? 'secrets';
  const listed = current && !choices.some(({ id }) => id === current.id) ? [current, ...choices] : choices;
  return (
    <Switcher label="Organization" current={current?.name ?? 'All organizations'}>
      {listed.length > 0 && (
        <>
          <MenuGroup label="Organizations">
            {listed.map(({ id, name }) => (
              <MenuLink key={id} href={`/orgs/${id}/${section}`} current={id === current?.id}>
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
