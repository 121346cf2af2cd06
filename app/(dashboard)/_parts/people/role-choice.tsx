'use client';

import { Radio } from '@/components/checkbox';
import { ChoiceGroup } from '@/components/choice-group';
import type { MemberRole } from '@/lib/vault';
import { roleHint, roleName } from './roles';

export type RoleChoiceProps = {
  organizationId: string | null;
  /** Those that who chooses may give. */
  roles: readonly MemberRole[];
  value: MemberRole;
  onChange: (role: MemberRole) => void;
  error?: string | undefined;
};

/** The roles of a place, each with what it is for. */
export function RoleChoice({ organizationId, roles, value, onChange, error }: RoleChoiceProps) {
  return (
    <ChoiceGroup legend="Role" error={error}>
      {roles.map((role) => (
        <Radio
          key={role}
          name="role"
          value={role}
          checked={role === value}
          onChange={() => onChange(role)}
          label={<span className="font-medium">{roleName(role)}</span>}
          hint={roleHint(role, organizationId)}
        />
      ))}
    </ChoiceGroup>
  );
}
