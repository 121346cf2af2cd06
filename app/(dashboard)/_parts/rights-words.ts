import type { Grant, KeyScope, Role } from '@/lib/vault';

const ROLES: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  auditor: 'Auditor',
  editor: 'Editor',
  reader: 'Reader',
  viewer: 'Viewer',
  key: 'API key',
  operator: 'Operator',
  schedule: 'Server',
};

/** "Editor of this organization", "Administrator of the whole installation". */
export const roleWords = ({ organizationId, role }: Grant): string =>
  `${ROLES[role]} of ${organizationId === null ? 'the whole installation' : 'this organization'}`;

const SCOPES: Record<KeyScope, string> = {
  read: 'read values',
  write: 'create and replace',
  describe: 'see names and details',
  delete: 'delete',
  data_keys: 'data keys',
  organizations: 'organizations',
  events: 'events',
};

export const scopeWords = (scope: KeyScope): string => SCOPES[scope];
