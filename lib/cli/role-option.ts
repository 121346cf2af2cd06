import { Option } from 'commander';
import { ENVIRONMENT_ROLES, ORGANIZATION_ROLES } from '@/lib/vault';

/** Must be given. Which roles there are depends on the place. */
export const roleOption = (description: string): Option =>
  new Option('--role <role>', description)
    .choices([...new Set([...ENVIRONMENT_ROLES, ...ORGANIZATION_ROLES])])
    .makeOptionMandatory();
