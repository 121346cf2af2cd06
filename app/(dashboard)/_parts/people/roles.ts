import type { MemberRole } from '@/lib/vault';

/** Where people have roles, as the dashboard's parts for people know it. */
export interface PeoplePlace {
  /** Null: the whole environment. */
  readonly organizationId: string | null;
  readonly name: string;
}

const ENVIRONMENT: Partial<Record<MemberRole, string>> = {
  owner: 'Everything: organizations, people, keys, secrets, the settings of the installation and its owners.',
  admin: 'Organizations, people, keys and all secrets. Not the settings of the installation, nor its owners.',
  auditor: 'Names, details and the activity of everything. Never a value.',
};
const ORGANIZATION: Partial<Record<MemberRole, string>> = {
  admin: 'Members, settings, keys and all secrets of this organization.',
  editor: 'Reveals, writes and deletes its secrets.',
  reader: 'Reveals its secrets, and changes nothing.',
  viewer: 'Sees names, details and activity. Never a value.',
};
const NAMES: Record<MemberRole, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  auditor: 'Auditor',
  editor: 'Editor',
  reader: 'Reader',
  viewer: 'Viewer',
};

export const roleName = (role: MemberRole): string => NAMES[role];

/** What a role is for, in a sentence. */
export const roleHint = (role: MemberRole, organizationId: string | null): string =>
  (organizationId === null ? ENVIRONMENT : ORGANIZATION)[role] ?? '';

/** The role that whoever hands over the highest one has after it. */
export const roleAfter = (organizationId: string | null): MemberRole =>
  organizationId === null ? 'admin' : 'editor';
export const highestRole = (organizationId: string | null): MemberRole =>
  organizationId === null ? 'owner' : 'admin';
