import { expect, it } from 'vitest';
import { organizationChange } from './organization-change';

it.each([
  [{ name: { from: 'Acme', to: 'Bolt' } }, 'it is called Bolt'],
  [{ retention_days: { from: 30, to: 1 } }, 'its trash keeps 1 day'],
  [{ require_reason: { from: false, to: true } }, 'whoever opens a value says why'],
  [{ require_reason: { from: true, to: false } }, 'whoever opens a value need not say why any more'],
  [{ require_sso: { from: false, to: true } }, 'its members have to sign in at its identity provider'],
  [
    { external_id: { from: 'a', to: null }, metadata: {} },
    'it has no external id any more; its metadata is another',
  ],
  [
    { domains: { verified: ['a.com'], pending: [], removed: ['b.com', 'c.com'] } },
    'a.com is verified; b.com, c.com are removed',
  ],
])('tells what changed of an organization: %j', (changed, words) => {
  expect(organizationChange(changed)).toBe(`changed this organization: ${words}`);
});

it.each([undefined, {}])('claims nothing where nobody wrote it down: %j', (changed) => {
  expect(organizationChange(changed)).toBe('changed the details of this organization');
});
