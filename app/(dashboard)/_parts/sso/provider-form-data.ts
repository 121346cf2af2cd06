import { textOf } from '@/lib/web/form-data';

const ROLE_WORDS = {
  admin: 'admin',
  administrator: 'admin',
  editor: 'editor',
  reader: 'reader',
  viewer: 'viewer',
} as const;
type OrganizationRole = (typeof ROLE_WORDS)[keyof typeof ROLE_WORDS];

export const ROLE_NAMES: Readonly<Record<OrganizationRole, string>> = {
  admin: 'Administrator',
  editor: 'Editor',
  reader: 'Reader',
  viewer: 'Viewer',
};

/** What of the form is harmless to show again. */
export const HARMLESS = ['name', 'issuer', 'clientId', 'roleClaim', 'roles', 'defaultRole'];

/** One line for each value of the claim: `developers = editor`. */
export const rolesText = (roles: Readonly<Record<string, OrganizationRole>>): string =>
  Object.entries(roles)
    .map(([value, role]) => `${value} = ${ROLE_NAMES[role]}`)
    .join('\n');

/** Null where a line says no role. */
export function rolesFrom(text: string): Record<string, OrganizationRole> | null {
  const roles = new Map<string, OrganizationRole>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, value = '', word = ''] = /^(.+?)\s*=\s*(\w+)$/.exec(line) ?? [];
    const role = Object.entries(ROLE_WORDS).find(([known]) => known === word.toLowerCase())?.[1];
    if (!role || value === '__proto__') return null;
    roles.set(value, role);
  }
  return Object.fromEntries(roles);
}

/** Of an organization's provider; the environment's has none of them. */
export function mappingFrom(data: FormData) {
  if (!data.has('roles')) return {};
  const defaultRole = Object.values(ROLE_WORDS).find((role) => role === textOf(data, 'defaultRole')) ?? null;
  const roleClaim = textOf(data, 'roleClaim').trim() || null;
  return { roleClaim, roles: rolesFrom(textOf(data, 'roles')) ?? {}, defaultRole };
}
